import { expect, test } from 'vitest';
import { codeLines } from '../../../../../src/execution/gates/complete/codeLines.ts';
import { readInstruction } from '../../../../../src/execution/gates/complete/asked.ts';
import { elisionsIn } from '../../../../../src/execution/gates/complete/elisions.ts';

const linesOf = (text: string, language: string) => ({
  raw: text.split('\n'),
  read: codeLines(text, language),
});

/** The lines of an answer at which code is missing, from 0. */
function elided(
  original: string,
  answer: string,
  language = 'typescript',
  instruction = 'Add the price.',
) {
  const asked = readInstruction(instruction, 'feature');
  return elisionsIn(linesOf(answer, language), linesOf(original, language), language, asked);
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

// The line diff must not take the bracket after the change for the last one that is gone.
test.each([
  '// ... reste du code inchangé',
  '// 残りは変更なし',
  '// (rest of the class remains unchanged)',
  '// остальной код без изменений',
  '// Total and clear.',
])('after a change and a bracket, %s stands for what followed', (comment) => {
  const first = ['  add(x) {', '    this.items.push(x);', '  }'];
  const others = ['total() { return sum(this.items); ', 'clear() { this.items = []; '];
  const whole = [...first, ...others.flatMap((line) => [line, '}'])];
  const answer = [first[0]!, '    if (x > 0) this.items.push(x);', '  }', `  ${comment}`];
  expect(elided(inFunction(...whole), inFunction(...answer)).map(({ line }) => line)).toEqual([4]);
});

test.each<[what: string, original: string[], answer: string[], line: number]>([
  ['three lines gave way to a comment', body.slice(0, 3), ['  // Opens, reads and shows.'], 1],
  ['two lines gave way to a comment', body.slice(0, 2), ['  // Opens and reads.'], 1],
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
  ['typescript', '  open(file); // omitted for brevity', false],
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

test('words that could mean missing code say nothing where no code is gone', () => {
  const honest = [
    '  // Existing rows are left untouched.',
    '  // Other fields stay the same.',
    '  // The rest is unchanged.',
    '  // Numbers, strings and so on.',
    '  // existing code',
  ];
  for (const comment of honest) {
    expect(elided(inFunction(...body), inFunction(comment, ...body))).toEqual([]);
  }
});

test.each([
  ['html', '<!-- and what else there is -->'],
  ['xml', '<!-- (unverändert) -->'],
  ['razor', '@* existing markup *@'],
  ['erb', '<%# the rest %>'],
  ['handlebars', '{{!-- existing rows --}}'],
  ['vb', "' bestehender Code"],
  ['clojure', ';; 既存のコード'],
  ['latex', '% le reste est inchangé'],
  ['ocaml', '(* остальной код *)'],
  ['vue', '<!-- existing template -->'],
  ['sql', '-- resto sin cambios'],
  ['bat', 'rem as above'],
  ['markdown', '... (rest of the document unchanged)'],
  ['plaintext', '[… unchanged …]'],
  ['python', '# 其余代码保持不变'],
])('%s: %s in place of two lines is missing code', (language, comment) => {
  const lines = ['first line here', 'second line here', 'third line here', 'fourth line here'];
  const answer = [lines[0]!, comment, lines[3]!];
  expect(elided(lines.join('\n'), answer.join('\n'), language)).toEqual([
    { line: 1, text: comment },
  ]);
  const whole = [lines[0]!, comment, ...lines.slice(1)];
  expect(elided(lines.join('\n'), whole.join('\n'), language)).toEqual([]);
});

test('what was asked for is no missing code: a placeholder, a comment in place of what shall go', () => {
  const stub = inFunction('  // TODO: read the file');
  expect(elided(inFunction(...body), stub, 'typescript', 'Leave a TODO here.')).toEqual([]);
  expect(elided(inFunction(...body), stub)).toHaveLength(1);
  const out = inFunction(...body.map((line) => line.replace(/^ {2}/, '  // ')));
  expect(elided(inFunction(...body), out, 'typescript', 'Comment it out.')).toEqual([]);
  const gone = inFunction('  // The caller reads the file.');
  expect(elided(inFunction(...body), gone, 'typescript', 'Remove the reading.')).toEqual([]);
});

test('what the original left out already does not count, however it is written', () => {
  const original = inFunction('  // ... the REST is unchanged');
  expect(elided(original, inFunction('  /* ... the rest is unchanged */'))).toEqual([]);
  expect(elided(original, inFunction('  // ... the rest is as before'))).toHaveLength(1);
});

test('dots inside an indented comment of several lines are punctuation', () => {
  const comment = ['  // Opens it, reads it', '  // ...', '  // and shows it.'];
  expect(elided(inFunction(...body), inFunction(...comment, ...body))).toEqual([]);
  expect(elided(inFunction(...body), inFunction(comment[1]!, ...body))).toHaveLength(1);
});

test.each([
  '...defaults,',
  '...pick(all, [',
  '...[one, two],',
  '...(a ? b : c),',
  '...rest?.more ?? [],',
])('%s is spread and leaves nothing out', (spread) => {
  const original = ['f({', "  one: read('one'),", "  two: read('two'),", '});'].join('\n');
  expect(elided(original, ['f({', `  ${spread}`, '});'].join('\n'))).toEqual([]);
  expect(elided(original, ['f({', '  ...rest of the options', '});'].join('\n'))).toHaveLength(1);
});
