import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../../support/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
/** A folder with these tests, and this policy if any. */
function folderWith(tests: string, policy?: string): string {
  made += 1;
  const path = join(folder, `project ${made}`);
  mkdirSync(join(path, '.tierwise'), { recursive: true });
  writeFileSync(join(path, '.tierwise/policy.test.yaml'), tests);
  if (policy !== undefined) writeFileSync(join(path, '.tierwise/policy.yaml'), policy);
  return path;
}

const docsAreCheap = `tests:
  - name: docs are cheap
    given: { taskType: docs }
    expect:
      plan: cascade
      tier: [fast, balanced]
`;
const docsAreHard =
  'rules:\n  - { name: "a < b & \\"c\\"", when: { taskType: docs }, use: reasoning }\n';

test('passes by the shipped rules where there is no policy', async () => {
  const { code, out } = await runCli(['test-policy', folderWith(docsAreCheap)]);
  expect([code, out]).toEqual([0, 'pass  docs are cheap\n\nAll 1 test passed.\n']);
});

test('fails by the policy beside it, at the line of the expectation', async () => {
  const path = folderWith(docsAreCheap, docsAreHard);
  const { code, out } = await runCli(['test-policy', path]);
  expect(code).toBe(1);
  expect(out).toContain('fail  docs are cheap\n');
  expect(out).toContain(
    `${path}/.tierwise/policy.test.yaml:6: Expected the tier fast, then balanced, but it is reasoning. Document goes to`,
  );
  expect(out).toContain('1 of 1 test failed. Change the policy, or what the test expects.');
});

test('prints JSON', async () => {
  const path = folderWith(docsAreCheap, docsAreHard);
  const { code, out } = await runCli(['test-policy', path, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    file: join(path, '.tierwise/policy.test.yaml'),
    tests: [{ name: 'docs are cheap', line: 2, failures: [{ line: 5 }, { line: 6 }] }],
  });
});

test('prints JUnit XML that escapes what a policy says', async () => {
  const { code, out } = await runCli([
    'test-policy',
    folderWith(docsAreCheap, docsAreHard),
    '--junit',
  ]);
  expect(code).toBe(1);
  expect(out).toContain('<testsuites tests="1" failures="1" errors="0">');
  expect(out).toMatch(/<testcase [^<>]* name="docs are cheap" [^<>]* line="2">\s*<failure /);
  expect(out).toContain('“a &lt; b &amp; &quot;c&quot;”');
});

test('a control character does not break the XML', async () => {
  const tests = docsAreCheap.replace('docs are cheap', '"docs \\u0001 are \\u001b cheap"');
  const { out } = await runCli(['test-policy', folderWith(tests), '--junit']);
  expect(out).toContain('name="docs \u{FFFD} are \u{FFFD} cheap"');
});

test('the tiers and models of the user take the place of the shipped ones', async () => {
  const tests = `tests:
  - name: small
    given: { taskType: docs, ready: [mine] }
    expect: { tier: small, model: mine/m }
`;
  const path = folderWith(tests, 'rules:\n  - { when: { taskType: docs }, use: small }\n');
  const tiers = join(path, 'tiers.yaml');
  const models = join(path, 'models.yaml');
  writeFileSync(tiers, 'small: [mine/m]\n');
  writeFileSync(models, 'mine/m: { name: Mine }\n');
  const { code, err } = await runCli(['test-policy', path, '--tiers', tiers, '--models', models]);
  expect([code, err]).toEqual([0, '']);
});

test.each<[string, string, string]>([
  ['a wrong field', docsAreCheap.replace('tier:', 'teir:'), ':6: tests › 0 › expect › teir: '],
  ['an unknown tier', docsAreCheap.replace('fast', 'fats'), ':6: tests › 0 › expect › tier › 0: '],
  ['broken YAML', `${docsAreCheap}\t- x`, ':7: '],
])('names the line of %s', async (_, tests, place) => {
  const path = folderWith(tests);
  const { code, err, out } = await runCli(['test-policy', path]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain(`${path}/.tierwise/policy.test.yaml${place}`);
});

test('says what to do without tests, and without sense', async () => {
  const missing = await runCli(['test-policy', join(folder, 'none')]);
  expect(missing.code).toBe(1);
  expect(missing.err).toContain('does not exist. Write one; tierwise test-policy --help');
  const path = folderWith(docsAreCheap);
  for (const wrong of [['--json', '--junit'], ['another'], ['--jsn']]) {
    const { code } = await runCli(['test-policy', path, ...wrong]);
    expect([wrong, code]).toEqual([wrong, 2]);
  }
});

test('the practice project tests its policy', async () => {
  const { code, out } = await runCli(['test-policy', 'demo/workspace', '--today', '2026-11-22']);
  expect([code, out]).toEqual([0, expect.stringContaining('All 6 tests passed.')]);
});
