import { expect, test } from 'vitest';
import { splitStatement } from '../../../../src/execution/answer/parseAnswer.ts';

const answer = 'Here:\n\n```ts\nconst a = 1;\n```\n';

test.each([
  ['Confidence: 95%', 95],
  ['confidence: 95%', 95],
  ['CONFIDENCE:95 %', 95],
  ['**Confidence: 95%**', 95],
  ['**Confidence:** 95%', 95],
  ['**Confidence**: `95%`', 95],
  ['`Confidence: 95%`', 95],
  ['_Confidence: 95%_', 95],
  ['  Confidence: 95%.  ', 95],
  ['Confidence: 0%', 0],
  ['Confidence: 100%', 100],
  ['Confidence: 100.0%', 100],
  ['Confidence: 87.4%', 87],
  ['Confidence: 99.6%', 100],
])('%s is taken off', (line, percent) => {
  expect(splitStatement(answer + line)).toEqual({ text: answer, percent });
  expect(splitStatement(line)).toEqual({ text: '', percent });
});

test.each(['', '\n', '\r\n', '\n\n  \n'])('whatever blank lines follow: %j', (end) => {
  const text = 'a\r\n\r\n  b  \r\n\r\n';
  expect(splitStatement(`${text}Confidence: 7%${end}`)).toEqual({ text, percent: 7 });
});

test.each([
  ['no statement', answer],
  ['nothing', ''],
  ['blank lines', '\n \n'],
  ['more than 100', 'a\nConfidence: 101%'],
  ['a little more than 100', 'a\nConfidence: 100.4%'],
  ['less than 0', 'a\nConfidence: -5%'],
  ['no per cent sign', 'a\nConfidence: 95'],
  ['no number', 'a\nConfidence: NN%'],
  ['a range', 'a\nConfidence: 80-90%'],
  ['words before it', 'a\nMy confidence: 95%'],
  ['words after it', 'a\nConfidence: 95% of the time'],
  ['a line after it', 'Confidence: 95%\nb'],
  ['inside the code block', '```\nConfidence: 95%\n```\n'],
  ['half arrived', 'a\nConfidence: 9'],
])('%s: the answer stays as it is', (_, text) => {
  expect(splitStatement(text)).toEqual({ text });
});

test('only the last of two is taken off', () => {
  expect(splitStatement('Confidence: 10%\nConfidence: 90%')).toEqual({
    text: 'Confidence: 10%\n',
    percent: 90,
  });
});
