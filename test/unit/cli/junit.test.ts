import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { type JunitCase, type JunitResult, junitXml } from '../../../src/cli/print/junit.ts';

/** What an answer may contain, and XML may not. */
const hostile = [
  ']]> <![CDATA[ </failure><script>&amp;',
  `"quotes" 'and' tabs\tand\nlines\r\nof both kinds`,
  'controls \u0000\u0001\u0008\u000b\u001b\u001f and \uFFFE\uFFFF',
  'lone \uD800 and \uDC00 surrogates, and a pair 😀',
  '<!-- -- --> <?xml version="1.0"?> &#0; %entity; \u2028\u2029',
];
/** As a reader gives it back: what XML cannot hold is a replacement character. */
const asRead = (text: string): string =>
  text
    .toWellFormed()
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\uFFFE\uFFFF]/g, '\u{FFFD}');

const caseWith = (text: string, kind: 'failure' | 'error'): JunitCase => ({
  className: text,
  name: text,
  file: 'a.yaml',
  result: { kind, type: text, message: text, text },
});
const plain = (name: string, result: JunitResult): JunitCase => ({
  className: 'suite',
  name,
  file: 'a.yaml',
  seconds: 1.2345,
  result,
});
const suites = [
  { name: hostile.join(''), cases: hostile.map((text) => caseWith(text, 'failure')) },
  {
    name: 'plain',
    cases: [
      plain('passed', { kind: 'passed' }),
      plain('skipped', { kind: 'skipped', message: 'not needed' }),
      caseWith('down', 'error'),
    ],
  },
];

interface Element {
  readonly $: Readonly<Record<string, string>>;
  readonly _?: string;
  readonly testsuite?: readonly Element[];
  readonly testcase?: readonly Element[];
  readonly failure?: readonly Element[];
  readonly error?: readonly Element[];
  readonly skipped?: readonly Element[];
}

/** The reader of XML that the packager brings along. */
function readXml(text: string): Promise<{ readonly testsuites: Element }> {
  const nearPackager = createRequire(createRequire(import.meta.url).resolve('@vscode/vsce'));
  const { parseStringPromise } = nearPackager('xml2js') as {
    parseStringPromise(xml: string, options: object): Promise<{ readonly testsuites: Element }>;
  };
  return parseStringPromise(text, { strict: true });
}

test('a reader gets back what was written, whatever it contains', async () => {
  const { testsuites } = await readXml(junitXml(suites));
  expect(testsuites.$).toEqual({ tests: '8', failures: '5', errors: '1' });
  const [first, second] = testsuites.testsuite!;
  expect(first!.$).toEqual({
    name: asRead(hostile.join('')),
    tests: '5',
    failures: '5',
    errors: '0',
    skipped: '0',
  });
  for (const [place, each] of first!.testcase!.entries()) {
    const text = asRead(hostile[place]!);
    expect(each.$['name']).toBe(text);
    expect(each.failure![0]).toEqual({ $: { type: text, message: text }, _: text });
  }
  const [passed, skipped, down] = second!.testcase!;
  expect(passed).toEqual({
    $: { classname: 'suite', name: 'passed', file: 'a.yaml', time: '1.234' },
  });
  expect(skipped!.skipped).toEqual([{ $: { message: 'not needed' } }]);
  expect(down!.error![0]!._).toBe('down');
});

test('no character is in it that XML 1.0 forbids, and no element is left open', () => {
  const xml = junitXml(suites);
  // The characters of XML 1.0, 2.2.
  expect(xml).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
  const texts = xml.replaceAll(/<[^<>]*>/g, '');
  expect(texts).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/);
});

const python = spawnSync('python3', ['--version']).status === 0;
test.skipIf(!python)('python’s reader takes it too (skipped without python3)', () => {
  const script = `
import sys, json, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([[each.text, each.get("message")] for each in root.iter("failure")]))`;
  const { stdout, stderr } = spawnSync('python3', ['-c', script], {
    input: junitXml(suites),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  // Of a bare line break in an attribute it makes a space, as XML 1.0 (3.3.3) says.
  expect(JSON.parse(stdout)).toEqual(hostile.map((text) => [asRead(text), asRead(text)]));
});
