import { expect, test } from 'vitest';
import { cutShortNote, withoutCutShortNote } from '../../../../src/editor/chat/cutShort.ts';

test('an answer that the output limit cut short ends with why and what to do', () => {
  expect(cutShortNote({ outcome: 'truncated' })).toBe(
    '\n\n*The answer stopped here, at the output limit. Ask it to go on in smaller steps, or raise `tierwise.maxOutputTokens`.*',
  );
});

test('a tool call that it cut in half is named', () => {
  expect(cutShortNote({ outcome: 'truncated', halfCall: 'edit_file' })).toContain(
    'while it was calling the tool edit_file, so the call was not made.',
  );
});

test.each(['complete', 'cutOff', 'refused', 'empty', 'cancelled', 'failed'] as const)(
  'an answer that is %s needs no such note',
  (outcome) => expect(cutShortNote({ outcome })).toBeUndefined(),
);

test.each([
  ['Half a', {}],
  ['', { halfCall: 'edit_file' }],
  ['It says:\n\n*The answer stopped here, at the output limit.* And', {}],
])('the next turn has %j without the note', (text, more) => {
  const note = cutShortNote({ outcome: 'truncated', ...more })!;
  expect(withoutCutShortNote(text + note)).toBe(text);
  expect(withoutCutShortNote(`${text}${note}\n`)).toBe(text);
  expect(withoutCutShortNote(text)).toBe(text);
  expect(withoutCutShortNote(`${text}${note}\n\nMore`)).toBe(`${text}${note}\n\nMore`);
});
