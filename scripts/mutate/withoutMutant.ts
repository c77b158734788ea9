import type { TestTime } from './testProcess.ts';
import { testRunner } from './testRunner.ts';

const patienceMs = 600_000;

/** Runs the tests on the unchanged project; all must pass. Resolves to how long each took. */
export async function timesWithoutMutant(
  root: string,
  tests: readonly string[],
): Promise<ReadonlyMap<string, TestTime>> {
  const runner = testRunner(root, { bail: false });
  try {
    const answer = await runner.ask({ tests }, () => patienceMs);
    if (!answer) throw new Error('The tests do not end, even without a mutant.');
    if (answer.error !== undefined) throw new Error(answer.error);
    if (answer.failed.length > 0) {
      const names = answer.failed.map(({ test, name }) => `  ${test}: ${name}`);
      throw new Error(
        `Make these tests pass first, they fail without a mutant:\n${names.join('\n')}`,
      );
    }
    return new Map(Object.entries(answer.times));
  } finally {
    await runner.end();
  }
}
