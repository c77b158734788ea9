type Call = (...given: never[]) => unknown;

const limit = 10_000;

function strings(text: string): Readonly<Record<string, Call>> {
  return {
    toLowerCase: () => text.toLowerCase(),
    toUpperCase: () => text.toUpperCase(),
    trim: () => text.trim(),
    slice: (from?: number, to?: number) => text.slice(from, to),
    split: (by: string) => (typeof by === 'string' ? text.split(by) : undefined),
    includes: (part: string) => text.includes(part),
    startsWith: (part: string) => text.startsWith(part),
    endsWith: (part: string) => text.endsWith(part),
    indexOf: (part: string) => text.indexOf(part),
    padStart: (size: number, fill?: string) => text.padStart(Math.min(size, limit), fill),
    padEnd: (size: number, fill?: string) => text.padEnd(Math.min(size, limit), fill),
    repeat: (times: number) => text.repeat(Math.min(times, limit)),
  };
}

function lists(list: readonly unknown[]): Readonly<Record<string, Call>> {
  return {
    map: (each: (item: unknown, index: number) => unknown) => list.map(each),
    filter: (test: (item: unknown, index: number) => unknown) => list.filter(test),
    some: (test: (item: unknown) => unknown) => list.some(test),
    every: (test: (item: unknown) => unknown) => list.every(test),
    find: (test: (item: unknown) => unknown) => list.find(test),
    reduce: (each: (sum: unknown, item: unknown) => unknown, initial: unknown) =>
      list.reduce((sum: unknown, item) => each(sum, item), initial),
    toSorted: (order?: (one: unknown, other: unknown) => number) => list.toSorted(order),
    slice: (from?: number, to?: number) => list.slice(from, to),
    includes: (item: unknown) => list.includes(item),
    join: (by?: string) => list.join(by),
    at: (index: number) => list.at(index),
  };
}

export const globalFunctions: Readonly<Record<string, Call | undefined>> = {
  'Math.floor': Math.floor,
  'Math.ceil': Math.ceil,
  'Math.round': Math.round,
  'Math.trunc': Math.trunc,
  'Math.abs': Math.abs,
  'Math.max': Math.max,
  'Math.min': Math.min,
  'Number.isInteger': Number.isInteger,
  'Number.isFinite': Number.isFinite,
  'Number.isNaN': Number.isNaN,
  Number: (value: unknown) => Number(value),
  String: (value: unknown) => String(value),
  Boolean: (value: unknown) => Boolean(value),
};

/** Calls a method of a text or a list that cannot have an effect; undefined for any other. */
export function callMethod(
  receiver: unknown,
  name: string,
  given: readonly unknown[],
): { value: unknown } | undefined {
  const methods =
    typeof receiver === 'string'
      ? strings(receiver)
      : Array.isArray(receiver)
        ? lists(receiver)
        : {};
  if (!Object.hasOwn(methods, name)) return undefined;
  return { value: methods[name]?.(...(given as never[])) };
}
