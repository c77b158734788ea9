import type { Figures } from '../run.ts';

/** Runs an area; the names of its figures begin with its own. */
export async function measureArea(area: string, ...given: readonly unknown[]): Promise<Figures> {
  console.error(`Measuring ${area}…`);
  const { run } = (await import(`../${area}.ts`)) as {
    run(...given: readonly unknown[]): Promise<Figures>;
  };
  const measured = Object.entries(await run(...given));
  return Object.fromEntries(measured.map(([name, figure]) => [`${area}.${name}`, figure]));
}
