import { expect, test } from 'vitest';
import { withoutPrivateSections } from '../../../../src/execution/safety/diffSections.ts';

const isPrivate = async (path: string) => path.endsWith('.env');
const rest = async (diff: string) => (await withoutPrivateSections(diff, isPrivate)).text;

const ordinary = `diff --git a/a.ts b/a.ts
--- a/a.ts
+++ b/a.ts
@@ -1 +1 @@
-one
+two
`;
const header = 'diff --git a/.env b/.env\n--- a/.env\n+++ b/.env\n@@ -1 +1,3 @@\n';

// Forms of git 2.47, written by hand; U+2028 ends a line for some readers and not for git.
test.each([
  ['plain', `${header} A=1\n+B=canary\n`],
  [
    'a carriage return before what looks like a section',
    `${header}+\rdiff --git a/x b/x\n+canary\n`,
  ],
  ['a line separator before it', `${header}+\u2028diff --git a/x b/x\n+canary\n`],
  ['a line that looks like the end of a header', `${header}+@@ -1 +1 @@\n+++ b/a.ts\n+canary\n`],
  [
    'removed',
    'diff --git a/.env b/.env\ndeleted file mode 100644\n--- a/.env\n+++ /dev/null\n@@ -1 +0,0 @@\n-canary\n',
  ],
  [
    'renamed from',
    'diff --git a/.env b/b.txt\nsimilarity index 90%\nrename from .env\nrename to b.txt\n--- a/.env\n+++ b/b.txt\n@@ -1 +1 @@\n-x\n+canary\n',
  ],
  [
    'quoted',
    'diff --git "a/w\\tb/.env" "b/w\\tb/.env"\n--- "a/w\\tb/.env"\n+++ "b/w\\tb/.env"\n@@ -1 +1 @@\n+canary\n',
  ],
  [
    'quoted in bytes',
    'diff --git "a/\\303\\244/.env" "b/\\303\\244/.env"\nnew file mode 100644\nBinary canary\n',
  ],
  ['of unclear names', 'diff --git a/x b/y b/z\nBinary files canary differ\n'],
])('a private section is left out: %s', async (_, section) => {
  expect(await rest(ordinary + section + ordinary)).toBe(ordinary + ordinary);
});

test('what is left out is named, once for each section, with its lines', async () => {
  const { leftOut } = await withoutPrivateSections(`${header} A=1\n+B=2\n`, isPrivate);
  expect(leftOut).toEqual([{ name: '.env', text: expect.stringContaining('\nA=1\nB=2') }]);
});

test('a change of a mode has names too', async () => {
  const mode = 'diff --git a/run it b/run it\nold mode 100644\nnew mode 100755\n';
  expect(await rest(mode)).toBe(mode);
});
