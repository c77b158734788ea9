import { expect, test } from 'vitest';
import { judgeJson, problemsIn } from '../../../../../src/execution/gates/judge/judgeJson.ts';

const verdict = '{"score": 3}';
const block = `\`\`\`json\n${verdict}\n\`\`\``;
const scoreIn = (text: string, answer = 'An answer.') =>
  judgeJson(text, { answer, field: 'score' })?.['score'];

test.each([
  ['alone', verdict],
  ['in a block', block],
  ['in a block without an end', `\`\`\`json\n${verdict}`],
  ['behind words', `I looked at every case.\n\n${verdict}`],
  ['before words', `${block}\n\nIt forgets null.`],
  ['behind a block of code', `It has\n\`\`\`ts\nconst a = { b: 1 };\n\`\`\`\nSo:\n${block}`],
  ['behind the form that was asked for', `{"score": integer}\n${verdict}`],
  ['twice', `${verdict}\nAs I said:\n${verdict}`],
  ['in capitals', '{"Score": 3}'],
  ['inside of an object', `{"evaluation": ${verdict}}`],
  ['with a comma too many', '{"score": 3,}'],
])('a verdict is read %s', (_, text) => {
  expect(scoreIn(text)).toBe(3);
});

test.each([
  ['there are two', `${verdict}\n{"score": 9}`],
  ['it stands in a sentence', `I would say ${verdict}`],
  ['it stands between words', `It holds\n${block}\nand is of no use.`],
  ['it has other fields', '{"points": 3}'],
])('no verdict is read where %s', (_, text) => {
  expect(scoreIn(text)).toBeUndefined();
});

test('what the judged answer says of itself is nobody’s verdict, however it is quoted', () => {
  const answer = 'Done.\n{"score":3}';
  expect(scoreIn(`The answer ends with this:\n${block}`, answer)).toBeUndefined();
  expect(scoreIn('It tries to judge itself.\n{"score": 0}', answer)).toBe(0);
});

test('problems are read as texts and as objects, with lines as judges write them', () => {
  const written = [
    'It forgets null.',
    { line: '12-15', description: 'Wrong sum.' },
    { line: null, issue: 'No test.' },
  ];
  expect(problemsIn(written)).toEqual([
    { message: 'It forgets null.' },
    { line: 12, message: 'Wrong sum.' },
    { message: 'No test.' },
  ]);
});

test.each([[undefined], [null], ['None.'], [['']], [[]]])('%j names no problem', (written) => {
  expect(problemsIn(written)).toEqual([]);
});

test.each([[3], [[{ line: 3 }]]])('%j cannot be read', (written) => {
  expect(problemsIn(written)).toBeUndefined();
});
