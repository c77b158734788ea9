import { counted } from '../../routing/input/counted.ts';
import { type JunitCase, junitXml } from './junit.ts';

/** A test of a policy with the lines of its file. */
export interface PlacedResult {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** What was decided, in one sentence. */
  readonly sentence: string;
  /** Empty when the test passed. */
  readonly failures: readonly { readonly line: number; readonly message: string }[];
}

/** The results for people: each failure as `file:line: …`, then how many passed. */
export function describeTests(path: string, results: readonly PlacedResult[]): string {
  const lines = results.flatMap(({ name, failures }) => {
    const sign = failures.length > 0 ? 'fail' : 'pass';
    return [
      `${sign}  ${name}`,
      ...failures.map(({ line, message }) => `      ${path}:${line}: ${message}`),
    ];
  });
  const failed = failuresAmong(results);
  const all = counted(results.length, 'test');
  const sum =
    failed === 0
      ? `All ${all} passed.`
      : `${failed} of ${all} failed. Change the policy, or what the test expects.`;
  return `${[...lines, '', sum].join('\n')}\n`;
}

/** The results as JUnit XML. Tests take no time worth telling, so no times are written. */
export function junitOfTests(path: string, results: readonly PlacedResult[]): string {
  return junitXml([{ name: path, cases: results.map((result) => caseOf(path, result)) }]);
}

function caseOf(file: string, { name, line, failures }: PlacedResult): JunitCase {
  const [first] = failures;
  const head = { className: file, name, file, line };
  if (!first) return { ...head, result: { kind: 'passed' } };
  // Some readers keep only the first failure of a test, so there is one that tells all.
  const text = failures.map((each) => `${file}:${each.line}: ${each.message}`).join('\n');
  const { message } = first;
  return { ...head, result: { kind: 'failure', type: 'expectation', message, text } };
}

function failuresAmong(results: readonly PlacedResult[]): number {
  return results.filter(({ failures }) => failures.length > 0).length;
}
