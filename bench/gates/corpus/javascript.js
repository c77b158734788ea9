import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';

const defaults = { retries: 2, delayMs: 50, tags: [] };
const cache = new Map();

export function withDefaults(options = {}) {
  const merged = { ...defaults, ...options };
  if (!Number.isInteger(merged.retries) || merged.retries < 0) {
    throw new RangeError('retries must be a whole number');
  }
  if (typeof merged.delayMs !== 'number') {
    throw new TypeError('delayMs must be a number');
  }
  return { ...merged, tags: [...defaults.tags, ...(options.tags ?? [])] };
}

export async function retry(action, options) {
  const { retries, delayMs } = withDefaults(options);
  let lastError;
  for (let attempt = 0; attempt <= retries; attempt += 1) {
    try {
      return await action(attempt);
    } catch (error) {
      lastError = error;
      const wait = delayMs * 2 ** attempt;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  throw lastError;
}

export function parseQuery(text) {
  const result = {};
  const source = text.startsWith('?') ? text.slice(1) : text;
  for (const pair of source.split('&')) {
    if (pair === '') {
      continue;
    }
    const equals = pair.indexOf('=');
    const key = decodeURIComponent(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decodeURIComponent(pair.slice(equals + 1));
    if (Array.isArray(result[key])) {
      result[key].push(value);
    } else if (key in result) {
      result[key] = [result[key], value];
    } else {
      result[key] = value;
    }
  }
  return result;
}

export function etagOf(body, weak = false) {
  const known = cache.get(body);
  if (known !== undefined) {
    return known;
  }
  const digest = createHash('sha1').update(body).digest('base64');
  const tag = weak ? `W/"${digest.slice(0, 27)}"` : `"${digest.slice(0, 27)}"`;
  if (cache.size > 500) {
    cache.clear();
  }
  cache.set(body, tag);
  return tag;
}

export function diffKeys(before, after) {
  const added = [];
  const removed = [];
  const changed = [];
  for (const key of Object.keys(after)) {
    if (!(key in before)) {
      added.push(key);
    } else if (before[key] !== after[key]) {
      changed.push(key);
    }
  }
  for (const key of Object.keys(before)) {
    if (!(key in after)) {
      removed.push(key);
    }
  }
  return { added, removed, changed };
}

export function chunk(items, size) {
  if (size < 1) {
    throw new RangeError('size must be at least 1');
  }
  const chunks = [];
  let current = [];
  for (const item of items) {
    current.push(item);
    if (current.length === size) {
      chunks.push(current);
      current = [];
    }
  }
  if (current.length > 0) {
    chunks.push(current);
  }
  return chunks;
}

export class TaskQueue extends EventEmitter {
  constructor(limit) {
    super();
    this.limit = limit;
    this.running = 0;
    this.waiting = [];
  }

  push(task, ...args) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ task, args, resolve, reject });
      this.emit('queued', this.waiting.length);
      this.startNext();
    });
  }

  startNext() {
    while (this.running < this.limit && this.waiting.length > 0) {
      const { task, args, resolve, reject } = this.waiting.shift();
      this.running += 1;
      Promise.resolve()
        .then(() => task(...args))
        .then(resolve, reject)
        .finally(() => {
          this.running -= 1;
          this.startNext();
        });
    }
    if (this.running === 0) {
      this.emit('idle');
    }
  }
}
