/** Code with a mistake that the smallest practice model does not see and a larger one does. */
export const exampleCode = `// An example for Tierwise. Pick the tier "fast" in the status bar, and run "Tierwise: Debug" on the selected
// function. The cheapest model misses what is wrong: escalate its answer, and see what that costs.

export interface StockStore {
  read(isbn: string): Promise<number>;
  write(isbn: string, level: number): Promise<void>;
}

/** Takes books off the shelf for an order; false when there are too few. */
export async function reserve(
  store: StockStore,
  isbn: string,
  quantity: number,
): Promise<boolean> {
  const level = await store.read(isbn);
  if (level < quantity) {
    return false;
  }
  await store.write(isbn, level - quantity);
  return true;
}
`;

/** The function in it, by lines from 1. */
export const exampleLines = { first: 9, last: 21 } as const;
