/** What became of one test. */
export type JunitResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly message: string }
  /** `error`: the test could not be run, so it says nothing. */
  | {
      readonly kind: 'failure' | 'error';
      /** In one word, such as `expectation`. */
      readonly type: string;
      /** In one line. */
      readonly message: string;
      readonly text: string;
    };

export interface JunitCase {
  readonly className: string;
  readonly name: string;
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  readonly seconds?: number;
  readonly result: JunitResult;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/**
 * Test results as JUnit XML, in the form that CI servers share (github.com/testmoapp/junitxml, read on
 * 2026-11-29). It is well-formed whatever the texts contain.
 */
export function junitXml(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${countsOf(all)}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ name, cases }: JunitSuite): string[] {
  const skipped = countOf(cases, 'skipped');
  return [
    `  <testsuite name="${inAttribute(name)}" ${countsOf(cases)} skipped="${skipped}">`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function countsOf(cases: readonly JunitCase[]): string {
  const [failures, errors] = [countOf(cases, 'failure'), countOf(cases, 'error')];
  return `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}

function countOf(cases: readonly JunitCase[], kind: JunitResult['kind']): number {
  return cases.filter(({ result }) => result.kind === kind).length;
}

function caseLines({ className, name, file, line, seconds, result }: JunitCase): string[] {
  const head = [
    `    <testcase classname="${inAttribute(className)}" name="${inAttribute(name)}"`,
    `file="${inAttribute(file)}"`,
    ...(line === undefined ? [] : [`line="${line}"`]),
    ...(seconds === undefined ? [] : [`time="${seconds.toFixed(3)}"`]),
  ].join(' ');
  if (result.kind === 'passed') return [`${head}/>`];
  return [`${head}>`, `      ${resultElement(result)}`, '    </testcase>'];
}

function resultElement(result: Exclude<JunitResult, { kind: 'passed' }>): string {
  const message = inAttribute(result.message);
  if (result.kind === 'skipped') return `<skipped message="${message}"/>`;
  const { kind, type, text } = result;
  return `<${kind} type="${inAttribute(type)}" message="${message}">${inText(text)}</${kind}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** XML 1.0 has no place for most control characters and lone surrogates, not even as entities. */
function allowed(text: string): string {
  return text.replaceAll(
    /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu,
    '\u{FFFD}',
  );
}

// A reader turns a bare line break or tab of an attribute into a space, and a bare return into a line break.
function inAttribute(text: string): string {
  return allowed(text).replaceAll(/[&<>"\t\n\r]/g, (sign) => entities[sign]!);
}

function inText(text: string): string {
  return allowed(text).replaceAll(/[&<>\r]/g, (sign) => entities[sign]!);
}
