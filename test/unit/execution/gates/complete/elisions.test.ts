import { expect, test } from 'vitest';
import { codeLines } from '../../../../../src/execution/gates/complete/codeLines.ts';
import { elisionsIn } from '../../../../../src/execution/gates/complete/elisions.ts';

const linesOf = (text: string, language: string) => ({
  raw: text.split('\n'),
  read: codeLines(text, language),
});

/** The lines of an answer at which code is missing, from 0. */
function elided(original: string, answer: string, language = 'typescript') {
  return elisionsIn(linesOf(answer, language), linesOf(original, language), language);
}

const body = ['  open(file);', '  const text = read(file);', '  show(text);', '  close(file);'];
const inFunction = (...lines: string[]) => ['run(file) {', ...lines, '}'].join('\n');

test('each place is named once, with its line', () => {
  const answer = inFunction('  // ... existing code', body[2]!, '  // rest unchanged');
  expect(elided(inFunction(...body), answer)).toEqual([
    { line: 1, text: '// ... existing code' },
    { line: 3, text: '// rest unchanged' },
  ]);
});

test.each<[what: string, original: string[], answer: string[], line: number]>([
  ['three lines gave way to a comment', body.slice(0, 3), ['  // Opens, reads and shows.'], 1],
  ['two lines gave way to a stub', body.slice(0, 2), ['  throw new Error("not implemented");'], 1],
  ['two lines gave way to words of an elision', body.slice(0, 2), ['  // implementation of it'], 1],
  [
    'a comment came after a line that was only touched',
    body,
    ['  open(file, true);', '  // Shows it.'],
    2,
  ],
  [
    'a comment came between braces',
    [...body.slice(0, 3), '  {', '  }'],
    ['  // Opens, reads and shows.'],
    1,
  ],
])('%s: code is missing', (_, original, answer, line) => {
  const found = elided(inFunction(...original), inFunction(...answer));
  expect(found.map((each) => each.line)).toEqual([line]);
});

test.each<[what: string, original: string[], answer: string[]]>([
  ['two lines gave way to a comment', body.slice(0, 2), ['  // Opens and reads.']],
  ['one line gave way to a stub', body.slice(0, 1), ['  throw new Error("not implemented");']],
  [
    'brackets gave way to a comment',
    ['  {', '  }', '  [', '  ];', ...body],
    ['  // One after the other.', ...body],
  ],
  [
    'one line and its brackets gave way to a stub',
    ['  {', '    open(file);', '  }'],
    ['  throw new Error("not implemented");'],
  ],
  [
    'lines gave way to other code with a comment',
    body,
    ['  // Does it all.', '  return everything.atOnce();'],
  ],
  [
    'three lines gave way to one, beside a comment',
    body,
    ['  // Shows it.', '  return file.all().at(0);'],
  ],
  ['lines gave way to fewer lines', body, ['  return everything.atOnce();']],
  [
    'all lines were touched, and a comment came',
    body,
    ['  // With a name.', ...body.map((line) => line.replace('file', 'path'))],
  ],
  ['lines went, and a comment beside code came', body, ['  open(file); // and that is all of it']],
])('%s: no code is missing', (_, original, answer) => {
  expect(elided(inFunction(...original), inFunction(...answer))).toEqual([]);
});

test('an edit of more than forty lines is an edit, whatever it says', () => {
  const original = Array.from({ length: 60 }, (_, at) => `  keep(file, ${at}, first, last);`);
  const answerOf = (count: number) => [
    '  // In short.',
    ...original.slice(0, count).map((line) => line.replace('keep', 'hold')),
  ];
  expect(elided(inFunction(...original), inFunction(...answerOf(40)))).toHaveLength(1);
  expect(elided(inFunction(...original), inFunction(...answerOf(41)))).toEqual([]);
});

test.each<[language: string, line: string, missing: boolean]>([
  ['typescript', '  ...', true],
  ['typescript', '  …;', true],
  ['typescript', '  ...,', true],
  ['typescript', '  if (a) { ... }', true],
  ['typescript', '  call(...all);', false],
  ['typescript', '  const one = { ...all };', false],
  ['yaml', '...', false],
  ['python', '    ...', true],
  ['typescript', '  // ...', true],
  ['typescript', '  open(file); // ...', false],
  ['typescript', '  open(file); // omitted for brevity', true],
  ['typescript', '  // -----', false],
  ['typescript', '  //', false],
])('%s: %j means missing code: %s', (language, line, missing) => {
  const answer = ['run(file) {', '    first();', line, '    last();', '}'].join('\n');
  expect(elided('', answer, language)).toHaveLength(missing ? 1 : 0);
});

test.each<[lines: string[], missing: boolean]>([
  [['def a():', '    ...'], false],
  [['def a():', '    """Says so."""', '    ...'], false],
  [['...'], false],
  [['def a():', '    b()', '    ...'], true],
  [['def a():', '    ...', '    b()'], true],
  [['def a():', '    ...', 'def b():', '    ...'], false],
  [['def a():', '    ...', '', '    b()'], true],
  [['if a:', '    ...'], true],
  [['for a in b:', '    ...'], true],
  [['while a:', '    ...'], true],
  [['a = 1', '...'], true],
  [['a = b(', '    ...'], true],
])('in Python, %j misses code: %s', (lines, missing) => {
  expect(elided('', lines.join('\n'), 'python')).toHaveLength(missing ? 1 : 0);
});

test('a comment in a paragraph of comments is read with its neighbours', () => {
  const paragraph = [
    '  // The first one wins.',
    '  // The rest is unchanged',
    '  // until it is sorted.',
  ];
  expect(elided('', inFunction(...paragraph))).toEqual([]);
  expect(elided('', inFunction(paragraph[1]!))).toHaveLength(1);
  expect(elided('', inFunction(paragraph[0]!, paragraph[1]!))).toEqual([]);
  expect(elided('', inFunction(paragraph[1]!, paragraph[2]!))).toEqual([]);
});

test('what the original left out already does not count, however it is written', () => {
  const original = inFunction('  // The rest is unchanged.');
  expect(elided(original, inFunction('  /* the REST is unchanged */'))).toEqual([]);
  expect(elided(original, inFunction('  // The rest is as before.'))).toHaveLength(1);
});

test('dots inside an indented comment of several lines are punctuation', () => {
  const comment = ['  // Opens it, reads it', '  // ...', '  // and shows it.'];
  expect(elided(inFunction(...body), inFunction(...comment, ...body))).toEqual([]);
  expect(elided(inFunction(...body), inFunction(comment[1]!, ...body))).toHaveLength(1);
});
