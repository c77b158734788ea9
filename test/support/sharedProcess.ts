// A setup of vitest: the next test file runs in the same process, so each must leave it as it was.
import { afterAll, vi } from 'vitest';
import { plainVscode } from './plainVscodeInNode.ts';

// Loaded once in a process; named here so that it is loaded at all.
void plainVscode;
const before = processState();

afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.resetConfig();
  const after = processState();
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed = [...names].filter((name) => !Object.is(after.get(name), before.get(name)));
  if (changed.length === 0) return;
  throw new Error(`This test file changes its process and does not undo it: ${changed.join(', ')}`);
});

/** What a file could leave to the next: the folder, the environment, listeners, and what each global is. */
function processState(): ReadonlyMap<string, unknown> {
  const listeners = process.eventNames().map((name) => [name, process.listenerCount(name)]);
  return new Map<string, unknown>([
    ['process.cwd()', process.cwd()],
    ...namesAndValues('process.env', process.env),
    ...namesAndValues('listeners of process', Object.fromEntries(listeners)),
    ...namesAndValues('globalThis', globalThis),
    ...namesAndValues('console', console),
    ...namesAndValues('Date', Date),
    ...namesAndValues('Math', Math),
  ]);
}

function namesAndValues(name: string, thing: object): [name: string, value: unknown][] {
  return (
    Object.entries(Object.getOwnPropertyDescriptors(thing))
      // Modules such as zod, which are loaded once, keep what they share in globals of this form.
      .filter(([property]) => !property.startsWith('__'))
      .map(([property, { value, get }]) => [`${name}.${property}`, value ?? get])
  );
}
