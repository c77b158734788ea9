import { expect, test } from 'vitest';
import { canaryOf } from '../../../../src/editor/gates/canaries.ts';
import { judgedIn } from '../../../../src/editor/gates/judgedIn.ts';
import type { Problem } from '../../../../src/editor/gates/newProblems.ts';

const languages: readonly (readonly [
  language: string,
  at: string,
  code: number | string | undefined,
])[] = [
  ['typescript', 'TierwiseCanary;', 2304],
  ['javascript', 'tierwiseCanary', 2451],
  ['css', ':', 'css-rcurlyexpected'],
  ['json', 'tierwise', 0],
  ['html', 'tierwiseCanary', undefined],
];
const lines = { last: 5, canary: 6 };
const own: Problem = { line: 3, column: 21, message: 'wrong', code: 1 };

/** The errors of the canary of a judgement, in line 6. */
function errorsOf(language: string, serial: number): Problem[] {
  const [, at, code] = languages.find(([name]) => name === language)!;
  const { line } = canaryOf(language, serial)!;
  return [line.indexOf(at), line.lastIndexOf(at)].map((column) => ({
    line: 6,
    column,
    message: 'canary',
    code,
  }));
}

test.each(languages)('%s: a report counts once the canary’s error is there', (language) => {
  for (let serial = 0; serial < 40; serial += 1) {
    const canary = canaryOf(language, serial)!;
    const report = [own, ...errorsOf(language, serial)];
    expect(judgedIn(report, canary, lines)).toEqual({ problems: [own], whole: true });
  }
});

test.each(languages)(
  '%s: a late report on an earlier text is not taken for this one',
  (language) => {
    for (let serial = 1; serial < 40; serial += 1) {
      const late = [own, ...errorsOf(language, serial - 1)];
      expect(judgedIn(late, canaryOf(language, serial)!, lines)).toBeUndefined();
    }
  },
);

test('an error behind the end shows that the file hides the canary', () => {
  const end = { line: 7, column: 0, message: "'}' expected", code: 1005 };
  expect(judgedIn([end], canaryOf('typescript', 3)!, lines)).toEqual({
    problems: [{ ...end, line: 5 }],
    whole: false,
  });
  expect(judgedIn([own], canaryOf('typescript', 3)!, lines)).toBeUndefined();
});

test('errors that were left over before the text was opened do not stand for it, and its canary ends the waiting', () => {
  const end = { line: 7, column: 0, message: "'}' expected", code: 1005 };
  const canary = canaryOf('typescript', 3)!;
  expect(judgedIn([end], canary, lines, [end])).toBeUndefined();
  expect(judgedIn([own, { ...end, column: 1 }], canary, lines, [own, end])).toBeUndefined();
  expect(judgedIn([{ ...end, column: 1 }], canary, lines, [end])).toMatchObject({ whole: false });
  expect(judgedIn([own, ...errorsOf('typescript', 3)], canary, lines, [own, end])).toEqual({
    problems: [own],
    whole: true,
  });
});

test('where JavaScript is checked for its syntax alone, the hint of this judgement’s canary ends the waiting', () => {
  for (let serial = 1; serial < 40; serial += 1) {
    const hint = (by: number, code = 80002): Problem => ({
      line: 6,
      column: canaryOf('javascript', by)!.line.indexOf('TierwiseHint'),
      message: 'This constructor function may be converted to a class declaration.',
      code,
      isHint: true,
    });
    const canary = canaryOf('javascript', serial)!;
    expect(judgedIn([own, hint(serial)], canary, lines)).toEqual({ problems: [own], whole: true });
    expect(judgedIn([own, hint(serial - 1)], canary, lines)).toBeUndefined();
    expect(judgedIn([own, hint(serial, 6133)], canary, lines)).toBeUndefined();
    expect(judgedIn([own, { ...hint(serial), line: 4 }], canary, lines)).toBeUndefined();
    expect(judgedIn([own, hint(serial)], canaryOf('typescript', serial)!, lines)).toBeUndefined();
  }
});

test('only HTML is judged under a name of its own each time, with the ending that tells its language', () => {
  const names = (language: string, name: string) =>
    [7, 8].map((serial) => canaryOf(language, serial)!.nameFor(name));
  expect(names('html', 'shop.page.html')).toEqual([
    'shop.page.tierwise-7.html',
    'shop.page.tierwise-8.html',
  ]);
  expect(names('html', 'page')).toEqual(['page.tierwise-7', 'page.tierwise-8']);
  expect(names('typescript', 'shop.ts')).toEqual(['shop.ts', 'shop.ts']);
});
