export async function exportSpend(..._: unknown[]): Promise<void> {}
