import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mutant, mutated } from './mutant.ts';
import type { SilentMs, TestRunner } from './testRunner.ts';

export interface Outcome {
  readonly result: 'killed' | 'timed out' | 'survived';
  /** The test that failed. */
  readonly by?: string;
  /** Tests that failed once and then passed, with --confirm. */
  readonly unsure?: readonly string[];
}

export interface Trial {
  readonly root: string;
  readonly runner: TestRunner;
  /** The tests, in the order in which they run. */
  readonly tests: readonly string[];
  /** A run in which a test file reports nothing for this long counts as endless. */
  readonly silentMs: SilentMs;
  /** Whether a test must fail twice. */
  readonly confirm: boolean;
}

const mostTries = 6;

/**
 * Writes the mutant into the file, runs the tests and restores the file. Because the machine may be busy,
 * a mutant counts as endless only if the tests without it end within the same limit.
 */
export async function tryMutant(mutant: Mutant, trial: Trial): Promise<Outcome> {
  for (let nth = 1; ; nth += 1) {
    const silentMs: SilentMs = (test) => trial.silentMs(test) * 2 ** (nth - 1);
    const patient = { ...trial, silentMs };
    const outcome = await outcomeOf(mutant, patient);
    if (outcome.result !== 'timed out') return outcome;
    const tests = outcome.by === undefined ? trial.tests : [testOf(outcome.by)];
    const without = await onceOver(mutant.file, { ...patient, tests });
    if (without.result === 'survived') return outcome;
    if (nth === mostTries) throw new Error('The machine is too busy: tests time out. Try again.');
  }
}

async function outcomeOf(mutant: Mutant, trial: Trial): Promise<Outcome> {
  const path = join(trial.root, mutant.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, mutated(text, mutant));
  try {
    return trial.confirm ? await twiceOver(mutant.file, trial) : await onceOver(mutant.file, trial);
  } finally {
    writeFileSync(path, text);
  }
}

async function twiceOver(changed: string, trial: Trial): Promise<Outcome> {
  const unsure: string[] = [];
  for (let tests = trial.tests; ;) {
    const outcome = await onceOver(changed, { ...trial, tests });
    if (outcome.by === undefined) return { ...outcome, ...(unsure.length > 0 && { unsure }) };
    const test = testOf(outcome.by);
    const again = await onceOver(changed, { ...trial, tests: [test] });
    if (again.result !== 'survived') return outcome;
    unsure.push(outcome.by);
    tests = tests.filter((each) => each !== test);
  }
}

async function onceOver(changed: string, { runner, tests, silentMs }: Trial): Promise<Outcome> {
  if (tests.length === 0) return { result: 'survived' };
  const answer = await runner.ask({ changed, tests }, silentMs);
  if (!answer) return { result: 'timed out' };
  if (answer.error !== undefined) throw new Error(answer.error);
  const [failed] = answer.failed;
  if (!failed) return { result: 'survived' };
  const by = `${failed.test}: ${failed.name}`;
  return { result: failed.timedOut ? 'timed out' : 'killed', by };
}

function testOf(by: string): string {
  return by.slice(0, by.indexOf(': '));
}
