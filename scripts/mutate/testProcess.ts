// Runs the requested tests in one vitest. It is a separate process because a mutant may never end.
import { relative, join } from 'node:path';
import { type TestModule, BaseSequencer, createVitest } from 'vitest/node';

export interface Question {
  /** A file that has changed since the last request. */
  readonly changed?: string;
  /** Test files, run in this order until one fails. */
  readonly tests: readonly string[];
}

export interface Answer {
  readonly failed: readonly FailedTest[];
  readonly times: Readonly<Record<string, TestTime>>;
  /** Why no test could run. */
  readonly error?: string;
}

/** Says that a test file is running, with each of its reports, or that it has ended. */
export interface Progress {
  readonly test: string;
  readonly isRunning: boolean;
}

/** How long a test file took, and its longest time without a report. */
export interface TestTime {
  readonly ms: number;
  readonly silentMs: number;
}

export interface FailedTest {
  readonly test: string;
  readonly name: string;
  readonly timedOut: boolean;
}

class AsAsked extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    return files;
  }
}

const [root = '', bail = '0'] = process.argv.slice(2);
const vitest = await createVitest(
  'test',
  {
    root,
    watch: false,
    project: ['unit*'],
    // A mistake must not outlive its run in a module that test files share.
    isolate: true,
    bail: Number(bail),
    silent: true,
    // The parent process handles tests that never end: it can distinguish a busy machine from a loop.
    testTimeout: 600_000,
    reporters: [
      {
        onTestModuleQueued: (module) => sayProgress(module, true),
        onTestModuleCollected: (module) => sayProgress(module, true),
        onTestCaseResult: ({ module }) => sayProgress(module, true),
        onTestModuleEnd: (module) => sayProgress(module, false),
      },
    ],
    sequence: { sequencer: AsAsked },
  },
  { cacheDir: join(root, 'node_modules', '.vite') },
);
await vitest.standalone();
const specifications = new Map(
  (await vitest.globTestSpecifications()).map((each) => [pathOf(each.moduleId), each]),
);
process.on('message', (question: Question) => {
  void answerTo(question)
    .catch((thrown: unknown) => ({ failed: [], times: {}, error: String(thrown) }))
    .then((answer: Answer) => process.send?.(answer));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');

async function answerTo({ changed, tests }: Question): Promise<Answer> {
  if (changed !== undefined) vitest.invalidateFile(join(root, changed));
  const chosen = tests.flatMap((test) => specifications.get(test) ?? []);
  if (chosen.length < tests.length) {
    const unknown = tests.filter((test) => !specifications.has(test));
    return {
      failed: [],
      times: {},
      error: `The unit tests do not have ${unknown.join(', ')}.`,
    };
  }
  // Failures of earlier requests would count towards `bail`.
  for (const known of ['filesMap', 'idMap', 'pathsSet'] as const) vitest.state[known].clear();
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen);
  const failed = testModules.flatMap(failuresOf);
  if (failed.length === 0 && unhandledErrors.length > 0) {
    failed.push({ test: tests[0] ?? '', name: 'an unhandled error', timedOut: false });
  }
  const times = testModules.map((each) => [pathOf(each.moduleId), timeOf(each)] as const);
  return { failed, times: Object.fromEntries(times) };
}

function failuresOf(module: TestModule): FailedTest[] {
  if (module.state() !== 'failed') return [];
  const test = pathOf(module.moduleId);
  const [first] = module.children.allTests('failed');
  const errors = first?.result().errors ?? [];
  const timedOut = errors.some(({ message }) => /timed out in \d+ms/.test(message));
  return [{ test, name: first?.fullName ?? 'does not load', timedOut }];
}

function timeOf(module: TestModule): TestTime {
  const { prepareDuration, environmentSetupDuration, collectDuration, setupDuration, duration } =
    module.diagnostic();
  const loadMs = prepareDuration + environmentSetupDuration + collectDuration + setupDuration;
  const cases = [...module.children.allTests()].map((each) => each.diagnostic()?.duration ?? 0);
  return { ms: loadMs + duration, silentMs: Math.max(loadMs, ...cases) };
}

function sayProgress({ moduleId }: TestModule, isRunning: boolean): void {
  process.send?.({ test: pathOf(moduleId), isRunning } satisfies Progress);
}

function pathOf(moduleId: string): string {
  return relative(root, moduleId).replaceAll('\\', '/');
}
