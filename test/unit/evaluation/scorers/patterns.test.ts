import { array, assert, constantFrom, letrec, oneof, property, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, occursIn } from '../../../../src/evaluation/scorers/pattern/runPattern.ts';
import { patternProblem, scorePattern } from '../../../../src/evaluation/scorers/patterns.ts';

const patterns: [pattern: string, flags: string, text: string][] = [
  ['a+b', '', 'xaab'],
  ['^a.c$', '', 'abc'],
  ['^a.c$', '', 'a\nc'],
  ['^a.c$', 's', 'a\nc'],
  ['^b', 'm', 'a\nb'],
  ['^b', '', 'a\nb'],
  [String.raw`\bfoo\b`, '', 'a foo b'],
  [String.raw`\bfoo\b`, '', 'afoob'],
  [String.raw`\Boo`, '', 'foo'],
  ['a{2,3}$', '', 'baa'],
  ['^a{2}$', '', 'a'],
  ['(?:ab|cd)+e', '', 'xabcde'],
  [String.raw`[^\]]+`, '', ']]'],
  ['[A-C]x', 'i', 'bX'],
  [String.raw`\p{Lu}`, 'u', 'Ä'],
  [String.raw`\d{3}-\d{4}`, '', '555-1234'],
  ['{"a":1}', '', 'x{"a":1}'],
  [String.raw`a\-b`, '', 'a-b'],
  [String.raw`\$\d+\.\d\d`, '', 'costs $12.50'],
  ['(?<word>a|b){2,}c', '', 'xabac'],
  ['a??b', '', 'b'],
  ['x*', '', ''],
  ['a|', '', ''],
];
test.each(patterns)('/%s/%s on %j is what JavaScript says', (pattern, flags, text) => {
  expect(occursIn(compilePattern(pattern, flags), text)).toBe(
    new RegExp(pattern, flags).test(text),
  );
});

test('any pattern of letters, groups and repetitions is what JavaScript says', () => {
  const { pattern } = letrec<{ pattern: string; one: string }>((tie) => ({
    one: oneof(
      { depthSize: 'small' },
      constantFrom('a', 'b', '.', '[ab]', '[^a]', '^', '$', String.raw`\b`),
      tie('pattern').map((inside) => `(?:${inside})`),
      tuple(tie('pattern'), constantFrom('*', '+', '?', '{2}', '{1,2}')).map(
        ([inside, times]) => `(?:${inside})${times}`,
      ),
    ),
    pattern: oneof(
      array(tie('one'), { maxLength: 3 }).map((parts) => parts.join('')),
      tuple(tie('one'), tie('one')).map(([one, other]) => `${one}|${other}`),
    ),
  }));
  assert(
    property(
      pattern,
      string({ unit: constantFrom('a', 'b', 'c', '\n'), maxLength: 6 }),
      (source, text) => {
        expect(occursIn(compilePattern(source), text)).toBe(new RegExp(source).test(text));
      },
    ),
    { numRuns: 500, seed: 11 },
  );
});

// Each of them makes JavaScript's own engine try for longer than anybody waits.
const runaways = [
  '(a+)+$',
  '^(a*)*$',
  '^(a|a)*$',
  '(a|aa)+$',
  '(?:a+a+)+b',
  '(a?){40}a{40}b',
  String.raw`(\w+\s?)*!`,
  '(.*)*b$',
  '(?:(?:a+)+)+b',
];
test.each(runaways)('%s cannot run away', (pattern) => {
  const begun = performance.now();
  expect(occursIn(compilePattern(pattern), `${'a'.repeat(3_000)}c`)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

const refused: [pattern: string, flags: string, problem: RegExp][] = [
  [String.raw`(a)\1`, '', /refer back/],
  ['(?=a)', '', /look around/],
  ['(?<!a)b', '', /look around/],
  ['(a', '', /not closed/],
  ['a)', '', /closes no group/],
  ['*a', '', /broken at character 1/],
  ['[z-a]', '', /means nothing/],
  ['a{3,2}', '', /wrong way round/],
  ['(?:a{1000}){1000}', '', /too large/],
  ['(){5000}'.repeat(3), 'g', /flag "g"/],
  ['('.repeat(200) + ')'.repeat(200), '', /nested/],
];
test.each(refused)('%s is refused, and the problem says why', (pattern, flags, problem) => {
  expect(patternProblem({ pattern, flags })).toMatch(problem);
  expect(scorePattern('a', { pattern, flags })).toMatchObject({ kind: 'couldNotRun' });
});

test('repeating nothing very often ends at once', () => {
  expect(patternProblem({ pattern: '((((){5000}){5000}){5000}){5000}' })).toBeUndefined();
});

test.each([
  ['found', 'order 12', {}, true],
  ['not found', 'order', {}, false],
  ['absent', 'order', { absent: true }, true],
  ['present where it must not be', 'order 12', { absent: true }, false],
  ['thoughts do not count', '<think>12</think>order', {}, false],
])('a pattern that is %s', (_, answer, settings, passed) => {
  expect(scorePattern(answer, { pattern: String.raw`\d+`, ...settings })).toMatchObject({ passed });
});
