import { isRecord } from '../../../routing/input/objects.ts';
import { type Fields, type ConfigPath, type Reading, recordOf } from './promptfooReading.ts';

/** One test, with where it is written. */
export interface Test {
  readonly fields: Fields;
  readonly where: ConfigPath;
  /** Counted from 1, over all tests of the file. */
  readonly number: number;
}

/** The tests of a configuration, and those that its scenarios stand for. */
export function testsOf(reading: Reading): readonly Test[] {
  const { tests, scenarios, defaultTest } = reading.config;
  if (typeof defaultTest === 'string') {
    const why = 'It is in a file that cannot be read. Write it here.';
    reading.leaveOut(['defaultTest'], 'defaultTest', why);
  }
  const ofScenarios = [scenarios ?? []].flat().flatMap((each, place) => {
    const where = ['scenarios', place];
    return scenarioTests(recordOf(each)).map((test) => ({ test, where }));
  });
  // Without tests each prompt is asked once, as it is.
  const own = testsIn(tests ?? (scenarios === undefined ? {} : []), ['tests'], reading);
  const others = ofScenarios.flatMap(({ test, where }) => testsIn(test, where, reading));
  return [...own, ...others].map((each, index) => ({ ...each, number: index + 1 }));
}

function testsIn(
  written: unknown,
  path: ConfigPath,
  { leaveOut }: Reading,
): readonly Omit<Test, 'number'>[] {
  return [written].flat().flatMap((each: unknown, place) => {
    const where = [...path, place];
    if (isRecord(each) && !('path' in each)) return [{ fields: each, where }];
    leaveOut(where, 'test', 'It is in a file that cannot be read. Write the tests here.');
    return [];
  });
}

/** A scenario runs each of its tests with each of its configurations. */
function scenarioTests({ config, tests }: Fields): readonly unknown[] {
  const all = [config ?? {}].flat().map(recordOf);
  return all.flatMap((around) =>
    [tests ?? {}].flat().map((test: unknown) =>
      isRecord(test)
        ? {
            ...around,
            ...test,
            vars: { ...recordOf(around['vars']), ...recordOf(test['vars']) },
            assert: [around['assert'] ?? [], test['assert'] ?? []].flat(),
          }
        : test,
    ),
  );
}
