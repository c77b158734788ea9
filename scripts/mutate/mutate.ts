import type { Choice, Chosen } from './chooseMutants.ts';
import type { TestTime } from './testProcess.ts';
import { type SilentMs, testRunner } from './testRunner.ts';
import { type Outcome, tryMutant } from './tryMutant.ts';
import { timesWithoutMutant } from './withoutMutant.ts';

export interface Trials {
  /** A copy of the project, whose files are changed. */
  readonly root: string;
  /** Whether a test must fail twice, and surviving mutants are also tried against tests elsewhere. */
  readonly confirm: boolean;
  readonly say: (line: string) => void;
  /** The most test files for each mutant, the nearest ones; all of them if omitted. */
  readonly nearest?: number | undefined;
  /** How many milliseconds longer than without a mutant a test may take. */
  readonly patienceMs?: number;
}

export interface Tried extends Choice {
  readonly outcome: Outcome | { readonly result: 'equivalent' };
  readonly ms: number;
}

/** What may pass between two test files, or before the first one, on a busy machine. */
const betweenFilesMs = 10_000;

/** Tries each mutant against its tests, after these have passed without one. */
export async function mutate(
  { choices }: Pick<Chosen, 'choices'>,
  { root, confirm, say, nearest, patienceMs = 3_000 }: Trials,
): Promise<Tried[]> {
  const wantedOf = ({ equivalent, tests }: Choice) =>
    equivalent === undefined ? tests.filter(({ close }) => close || confirm).slice(0, nearest) : [];
  const tests = [...new Set(choices.flatMap(wantedOf).map(({ test }) => test))].toSorted();
  say(`Running ${tests.length} test files without a mutant…`);
  const times = await timesWithoutMutant(root, tests);
  const timeOf = (test: string): TestTime => times.get(test) ?? { ms: 0, silentMs: 0 };

  const runner = testRunner(root, { bail: true });
  const tried: Tried[] = [];
  try {
    for (const choice of choices) {
      const startedAt = performance.now();
      // Among equally near tests, the quick ones run first.
      const own = wantedOf(choice)
        .map(({ test, steps }) => ({ test, steps, ms: timeOf(test).ms }))
        .toSorted((one, other) => one.steps - other.steps || one.ms - other.ms)
        .map(({ test }) => test);
      const longestMs = Math.max(0, ...own.map((test) => timeOf(test).silentMs));
      const silentMs: SilentMs = (test) =>
        test === undefined
          ? betweenFilesMs + 3 * longestMs
          : patienceMs + 3 * timeOf(test).silentMs;
      const trial = { root, runner, tests: own, confirm, silentMs };
      const outcome =
        choice.equivalent === undefined
          ? await tryMutant(choice.mutant, trial)
          : ({ result: 'equivalent' } as const);
      tried.push({ ...choice, outcome, ms: performance.now() - startedAt });
      say(`${tried.length}/${choices.length} ${lineOf(tried.at(-1)!)}`);
    }
  } finally {
    await runner.end();
  }
  return tried;
}

function lineOf({ mutant, outcome, ms }: Tried): string {
  const place = `${mutant.file}:${mutant.line} [${mutant.operator}]`;
  return `${outcome.result} in ${(ms / 1000).toFixed(1)} s ${place} ${mutant.change}`;
}
