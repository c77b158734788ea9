import picomatch from 'picomatch/posix.js';
import { expect, test } from 'vitest';
import { compileGlob } from '../../../../src/routing/globs/glob.ts';

/** Matches a path; a pattern that is refused is a bug of the test. */
function matches(glob: string, path: string): boolean {
  const compiled = compileGlob(glob);
  if ('problem' in compiled) throw new Error(compiled.problem);
  return compiled.matches(path);
}

// Pieces of globs as they stand in settings and ignore files, put together in all ways.
const pieces = [
  'a',
  '*',
  '**',
  '*.ts',
  'a*',
  '?',
  '[a-c]*',
  '{a,b}',
  '*.{ts,js}',
  '.a',
  '@(a|b).ts',
];
const names = ['a', 'b', 'ab', 'x', '.a', 'a.ts', 'b.js', 'x.ts', 'a.b.ts'];
const globs = [
  ...pieces,
  ...pieces.flatMap((one) => pieces.map((other) => `${one}/${other}`)),
  ...pieces.flatMap((one) =>
    ['a', '**', '*'].flatMap((mid) =>
      pieces.filter((last) => last !== '**' || mid !== '**').map((last) => `${one}/${mid}/${last}`),
    ),
  ),
];
const paths = [
  ...names,
  ...names.flatMap((one) => names.map((other) => `${one}/${other}`)),
  ...names.flatMap((one) =>
    ['a', '.a', 'x'].flatMap((mid) => names.map((last) => `${one}/${mid}/${last}`)),
  ),
];

test('ordinary globs match as picomatch matches them', () => {
  for (const glob of globs) {
    const known = picomatch(glob, { dot: true });
    const differs = paths.filter((path) => known(path) !== matches(glob, path));
    expect({ glob, differs }).toEqual({ glob, differs: [] });
  }
});

test.each([
  ['!src/**', 'lib/a.ts', true],
  ['!src/**', 'src/a.ts', false],
  ['src/!(generated)/**', 'src/app/a.ts', true],
  ['src/!(generated)/**', 'src/generated/a.ts', false],
  ['*.!(js)', 'a.ts', true],
  ['*.!(js)', 'a.js', false],
  ['[!a]*', 'b', true],
  ['[!a]*', 'a', false],
  ['{1..3}.md', '2.md', true],
  ['{1..12}.md', '11.md', true],
  ['{1..3}.md', '4.md', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['[a', '[a', true],
  ['{a', '{a', true],
  ['./src/*', 'src/a', true],
  ['**.ts', 'src/a.ts', true],
  ['+(a|b)', 'abba', true],
  ['*', '', false],
  ['**', 'a'.repeat(5_000), false],
])('%s and %s: %s', (glob, path, expected) => {
  expect(matches(glob, path)).toBe(expected);
});

const times = (text: string, count: number) => text.repeat(count);
// Shapes with which matchers that go back are slow; the first froze picomatch for more than half a minute.
const slow: [string, string][] = [
  [`${times('{**,**/*,*/**}', 6)}z`, times('src/', 60)],
  [`${times('*a', 30)}b`, times('a', 4_000)],
  [`${times('**/x*/', 10)}z`, times('x/', 2_000)],
  ['+(a|aa)b', times('a', 4_000)],
  ['*(*(*(*a)))b', times('a', 4_000)],
  [`*a${times('?', 55)}`, times('ab', 2_000)],
  [`*${times('{a,b}', 50)}x`, times('ab', 2_000)],
  ['*!(*a*b*a)*!(*b*a)x', times('ab', 2_000)],
  [times('[', 900), times('[', 4_000)],
];
test.each(slow)('%s takes time that grows with the path alone', (glob, path) => {
  const timed = (length: number): number => {
    const compiled = compileGlob(glob);
    if ('problem' in compiled) throw new Error(compiled.problem);
    const startedAt = performance.now();
    compiled.matches(path.slice(0, length));
    return performance.now() - startedAt;
  };
  timed(path.length);
  // Generous: the worst was seen to take 8 ms, and going back takes years.
  expect(timed(path.length)).toBeLessThan(2_000);
});

test.each([
  ['a'.repeat(65_537), '1000 characters'],
  [times('*a', 61), '60 wildcards'],
  [`{${Array.from({ length: 201 }, (_, index) => index).join(',')}}`, '200 choices'],
  ['{1..100000}', '200 choices'],
  [`${times('{a,', 9)}b${times('}', 9)}`, '4 deep'],
  [times('!(a)', 4), '3 exceptions'],
  ['!(a?b)', 'names and * only'],
])('%s is refused with the reason', (glob, why) => {
  const compiled = compileGlob(glob);
  expect('problem' in compiled && compiled.problem).toContain(why);
});

test('a folder is entered only where the pattern may match inside it', () => {
  const compiled = compileGlob('src/*/keys/**');
  if ('problem' in compiled) throw new Error(compiled.problem);
  const entered = ['src', 'src/a', 'src/a/keys', 'src/a/other', 'lib'].filter(compiled.reaches);
  expect(entered).toEqual(['src', 'src/a', 'src/a/keys']);
});
