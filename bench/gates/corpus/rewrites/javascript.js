import { withDefaults } from '../javascript.js';

export async function retry(action, options) {
  const { retries, delayMs } = withDefaults(options);
  const attempts = async (attempt) => {
    try {
      return await action(attempt);
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, delayMs * 2 ** attempt));
      if (attempt === retries) throw error;
      return attempts(attempt + 1);
    }
  };
  return attempts(0);
}

export function parseQuery(text) {
  const result = {};
  for (const [key, value] of new URLSearchParams(text.replaceAll('+', '%2B'))) {
    const known = result[key];
    result[key] = known === undefined ? value : [known, value].flat();
  }
  return result;
}

export function diffKeys(before, after) {
  const added = Object.keys(after).filter((key) => !(key in before));
  const removed = Object.keys(before).filter((key) => !(key in after));
  const changed = Object.keys(after).filter((key) => key in before && before[key] !== after[key]);
  return { added, removed, changed };
}

export function chunk(items, size) {
  if (size < 1) throw new RangeError('size must be at least 1');
  const all = [...items];
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
