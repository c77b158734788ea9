import { expect, test } from 'vitest';
import type { Conversation, Message, ToolCall } from '../../../../src/routing/conversation.ts';
import { outcomesOfTurns } from '../../../../src/routing/turns/outcomeOfTurn.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import type { TurnKind } from '../../../../src/routing/turns/turn.ts';

// Names and results as VS Code's agent has them, seen in its sources on 2026-11-29.
const tools = ['read_file', 'replace_string_in_file', 'runTests', 'run_in_terminal'].map(
  (name) => ({
    name,
    description: '',
    inputSchema: {},
  }),
);

let ids = 0;
const call = (name: string, given: object = {}): ToolCall => ({
  id: `call-${(ids += 1)}`,
  name,
  argumentsJson: JSON.stringify(given),
});

/** An answer that calls one tool, and the tool's result. */
function step(name: string, result: string, given: object = {}): Message[] {
  const made = call(name, given);
  return [
    { role: 'assistant', text: '', toolCalls: [made] },
    { role: 'tool', callId: made.id, text: result },
  ];
}

const says = (text: string): Message => ({ role: 'user', text });
const answers = (text: string): Message => ({ role: 'assistant', text });
const read = (path = 'a.ts') => step('read_file', 'const total = 1;', { filePath: path });
const edit = (path = 'a.ts') =>
  step('replace_string_in_file', 'The file was edited successfully.', {
    filePath: path,
    oldString: 'a',
    newString: `b${ids}`,
  });
const passes = () => step('runTests', '<summary passed=3 failed=0 />\nTests passed: 3, failed: 0');
const fails = () => step('runTests', '<summary passed=2 failed=1 />\n1 failed, 2 passed');

/** What the newest request shows, as `number of the answer: outcome`; `kinds` are those of all answers. */
function shown(messages: readonly Message[], kinds?: Readonly<Record<number, TurnKind>>): string[] {
  const conversation: Conversation = { system: '', messages, tools };
  const said = messages.filter(({ role }) => role === 'assistant');
  const turn = readTurn(conversation)!;
  return outcomesOfTurns(conversation, turn, (answer) =>
    kinds ? kinds[said.indexOf(answer) + 1] : 'choose',
  ).map(({ answer, outcome }) => `${said.indexOf(answer) + 1}: ${outcome}`);
}

const begin = says('Add the discount to the total.');

test('an answer whose tool ran has worked, and one whose tool did not has failed', () => {
  expect(shown([begin, ...read()])).toEqual(['1: worked']);
  const missing = step('read_file', 'Error: ENOENT: no such file or directory', { filePath: 'x' });
  expect(shown([begin, ...read(), ...missing])).toEqual(['2: failed']);
});

test('the same call again has failed', () => {
  const again = step('run_in_terminal', 'ok', { command: 'npm run build' });
  const same = step('run_in_terminal', 'ok', { command: 'npm run build' });
  expect(shown([begin, ...again, ...same])).toContain('2: failed');
});

test('a tool that the developer declined says nothing about the answer', () => {
  const declined = step('run_in_terminal', 'The command was skipped by the user', {
    command: 'npm i',
  });
  expect(shown([begin, ...declined])).toEqual(['1: unknown']);
});

test('an edit waits for its check, which passes all edits before it', () => {
  expect(shown([begin, ...edit()])).toEqual([]);
  expect(shown([begin, ...edit(), ...edit('b.ts')])).toEqual([]);
  expect(shown([begin, ...edit(), ...edit('b.ts'), ...passes()])).toEqual([
    '1: worked',
    '2: worked',
    '3: worked',
  ]);
});

test('a check that fails is held against the newest edit; the edits before it stay unknown', () => {
  expect(shown([begin, ...edit(), ...edit('b.ts'), ...fails()])).toEqual([
    '1: unknown',
    '2: failed',
    '3: worked',
  ]);
});

test('a check that fails before any edit shows what there is to do', () => {
  expect(shown([begin, ...fails()])).toEqual(['1: worked']);
});

test('an edit that no check follows counts by its tool after a while', () => {
  const looks = ['b.ts', 'c.ts', 'd.ts', 'e.ts'].flatMap(read);
  expect(shown([begin, ...edit(), ...looks])).toEqual(['5: worked']);
  expect(shown([begin, ...edit(), ...looks, ...read('f.ts')])).toEqual(['1: worked', '6: worked']);
});

const whole = [...read(), ...edit(), answers('The total has the discount now.')];

test.each([
  ['Thanks, now add a test for it.', ['1: worked', '2: worked', '3: worked']],
  ['No, the discount is wrong.', ['1: failed', '2: unknown', '3: failed']],
  ['What does the total hold?', ['1: unknown', '2: unknown', '3: unknown']],
])('the plan and the last answer are judged by the words that follow: %s', (words, expected) => {
  const kinds = { 1: 'plan', 2: 'edit', 3: 'answer' } as const;
  expect(shown([begin, ...whole, says(words)], kinds)).toEqual(expected);
});

test('words of a loop before the last one judge nothing again', () => {
  const kinds = { 3: 'answer', 4: 'plan', 5: 'answer' } as const;
  const second = [says('Now add a test for it.'), ...read('t.ts'), answers('Done.')];
  const found = shown([begin, ...whole, ...second, says('Great, thanks.')], kinds);
  expect(found).toEqual(['4: worked', '5: worked']);
});

test('a loop that the developer stopped in the middle says nothing of its last answer', () => {
  const stopped = [begin, ...read(), says('Now add a test for it.')];
  expect(shown(stopped)).toEqual(['1: unknown']);
});

test('answers that nobody remembers are left out, and a side call shows nothing', () => {
  expect(shown([begin, ...read()], {})).toEqual([]);
  const conversation = { system: '', messages: [begin, ...read()], tools };
  const turn = { ...readTurn(conversation)!, kind: 'side' } as const;
  expect(outcomesOfTurns(conversation, turn, () => 'choose')).toEqual([]);
});
