/** Stores a value in a cache, and drops the least recently stored one beyond `most`. */
export function remember<Key, Value>(
  cache: Map<Key, Value>,
  key: Key,
  value: Value,
  most: number,
): void {
  // Deleting first moves the key to the end, so that the first key is the least recently stored.
  cache.delete(key);
  cache.set(key, value);
  const [oldest] = cache.keys();
  if (cache.size > most) cache.delete(oldest!);
}
