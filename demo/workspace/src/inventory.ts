/** Where stock levels are kept; every call is a round trip to the warehouse. */
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

/** The books to order again, emptiest shelf first. */
export function lowStock(levels: ReadonlyMap<string, number>, threshold: number): string[] {
  return [...levels]
    .filter(([, level]) => level <= threshold)
    .sort(([, one], [, other]) => one - other)
    .map(([isbn]) => isbn);
}

/** Stock in memory, for tests and for a shop with one shelf. */
export function memoryStock(
  initial: Readonly<Record<string, number>>,
  roundTrip: () => Promise<void> = async () => {},
): StockStore {
  const levels = new Map(Object.entries(initial));
  return {
    async read(isbn) {
      await roundTrip();
      return levels.get(isbn) ?? 0;
    },
    async write(isbn, level) {
      await roundTrip();
      levels.set(isbn, level);
    },
  };
}
