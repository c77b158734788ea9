import { afterEach, expect, test } from 'vitest';
import type { Candidate } from '../../../../src/execution/gates/gate.ts';
import {
  createWorkerGates,
  type WorkerGates,
} from '../../../../src/execution/gates/workerGates.ts';
import { taskWith } from '../../../support/tasks.ts';

const workerUrl = new URL('../../../../src/execution/gates/gateWorker.ts', import.meta.url);
const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm')).href;

let opened: WorkerGates | undefined;
function open(options: { readonly limitMs?: number } = {}): WorkerGates['gates'] {
  opened = createWorkerGates({ workerUrl, grammarsFolder, ...options });
  return opened.gates;
}
afterEach(() => opened?.dispose());

const before = 'def total(prices):\n    return 0\n';

/** An answer that replaces a whole Python file. */
function answer(fileText: string): Candidate {
  const lines = before.split('\n').length;
  const target = { startLine: 1, endLine: lines, text: before };
  const task = taskWith({ language: 'python', path: 'till.py', fileText: before, target });
  return { task, text: `\`\`\`python\n${fileText}\`\`\``, fileText, outcome: 'complete' };
}

const right = answer('def total(prices):\n    return sum(prices)\n');
const broken = answer('def total(prices:\n    return sum(prices)\n');
/** A file that takes some time to parse. */
const long = answer(
  `def total(prices):\n${'    prices = [price for price in prices]\n'.repeat(20_000)}`,
);
const { signal } = new AbortController();

test('the gates judge in the worker as they do without it', async () => {
  const gates = open();
  for (const gate of Object.values(gates)) {
    expect(await gate.check(right, signal)).toEqual({ gate: gate.name, kind: 'pass' });
  }
  expect(await gates.syntax.check(broken, signal)).toMatchObject({
    kind: 'fail',
    evidence: [{ path: 'till.py', line: 1 }],
  });
});

test('while a large file is judged, this thread goes on', async () => {
  const gates = open();
  await gates.syntax.check(right, signal);
  let turns = 0;
  let isOver = false;
  const checked = gates.syntax.check(long, signal).finally(() => (isOver = true));
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  turn();
  await checked;
  expect(turns).toBeGreaterThan(100);
});

test('a cancelled check rejects at once with the signal’s reason, and the next one is judged', async () => {
  const gates = open();
  const abort = new AbortController();
  const cancelled = gates.syntax.check(long, abort.signal);
  abort.abort(new Error('the developer cancelled'));
  await expect(cancelled).rejects.toThrow('the developer cancelled');
  await expect(gates.syntax.check(right, abort.signal)).rejects.toThrow('the developer cancelled');
  expect(await gates.syntax.check(broken, signal)).toMatchObject({ kind: 'fail' });
});

test('a check that takes too long could not run', async () => {
  const gates = open({ limitMs: 1 });
  const verdict = await gates.syntax.check(long, signal);
  expect(verdict).toMatchObject({ kind: 'couldNotRun', gate: 'syntax' });
  expect(verdict).toMatchObject({ why: expect.stringContaining('took too long') });
});

test('a worker that cannot start is no verdict', async () => {
  opened = createWorkerGates({
    workerUrl: new URL('./missing.ts', import.meta.url),
    grammarsFolder,
  });
  expect(await opened.gates.format.check(right, signal)).toMatchObject({
    kind: 'couldNotRun',
    why: expect.stringContaining('missing.ts'),
  });
});
