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
  const [all, what] = [results.length, results.length === 1 ? 'test' : 'tests'];
  const sum =
    failed === 0
      ? `All ${all} ${what} passed.`
      : `${failed} of ${all} ${what} failed. Change the policy, or what the test expects.`;
  return `${[...lines, '', sum].join('\n')}\n`;
}

/**
 * The results as JUnit XML, in the form that CI servers share (github.com/testmoapp/junitxml, read on
 * 2026-11-29). Tests take no time worth telling, so no times are written.
 */
export function junitOfTests(path: string, results: readonly PlacedResult[]): string {
  const counts = `tests="${results.length}" failures="${failuresAmong(results)}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escapeXml(path)}" ${counts} skipped="0">`,
    ...results.flatMap((result) => testCase(path, result)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(path: string, { name, line, failures }: PlacedResult): string[] {
  const file = escapeXml(path);
  const head = `    <testcase classname="${file}" name="${escapeXml(name)}" file="${file}" line="${line}"`;
  if (failures.length === 0) return [`${head}/>`];
  // Some readers keep only the first failure of a test, so there is one that tells all.
  const told = failures.map((each) => `${path}:${each.line}: ${each.message}`).join('\n');
  const message = escapeXml(failures[0]!.message);
  return [
    `${head}>`,
    `      <failure type="expectation" message="${message}">${escapeXml(told)}</failure>`,
    '    </testcase>',
  ];
}

function failuresAmong(results: readonly PlacedResult[]): number {
  return results.filter(({ failures }) => failures.length > 0).length;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 has no place for most control characters, not even as entities. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll(/[&<>"]/g, (sign) => entities[sign]!);
}
