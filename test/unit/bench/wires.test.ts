import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../../bench/wires.ts';
import { chatAnswer, chatChunk } from '../../support/chatAnswers.ts';

let folder: string;
const told: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tierwise-wires-'));
  told.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const answer = (id: string, expected: Record<string, unknown>) => ({
  id,
  wire: 'openaiCompatible',
  status: 200,
  ct: 'text/event-stream',
  body: chatAnswer([chatChunk({ content: 'Hello' })], {
    finish: 'eos',
    usage: { prompt_tokens: 7, completion_tokens: 3, cost_in_usd_ticks: 40 },
  }),
  expect: expected,
});

function write(kind: 'wires' | 'routing', file: string, text: string): void {
  mkdirSync(join(folder, kind), { recursive: true });
  writeFileSync(join(folder, kind, file), text);
}

const right = {
  text: 'Hello',
  outcome: 'complete',
  usage: { inputTokens: 7, outputTokens: 3 },
  billedNanoUsd: 4,
  costSource: 'reported',
};

test('inputs that hold are counted, and files without a reader are named', async () => {
  write('wires', 'answers.jsonl', `${JSON.stringify(answer('right', right))}\n`);
  write('routing', '08-finish-words.json', '{"stop":["eos"],"length":["MAX_TOKENS"]}');
  write('routing', '99-new.json', '{}');
  expect(await run(folder)).toMatchObject({ hold: { value: 3 }, unread: { value: 1 } });
  expect(told).toEqual(['? routing/99-new.json has no reader']);
});

const wrong: readonly [what: string, expected: Record<string, unknown>, problem: string][] = [
  ['text', { text: 'Goodbye' }, 'text: "Hello", right is "Goodbye"'],
  ['a count', { usage: { outputTokens: 4 } }, '{"outputTokens":3}, right is {"outputTokens":4}'],
  ['a bill', { nanoUsd: 5 }, 'nanoUsd: 4, right is 5'],
  ['something unknown', { colour: 'red' }, '"colour" is nothing that this area reads'],
];

test('what does not hold is told, and fails', async () => {
  const lines = [['right', right] as const, ...wrong].map(([id, expected]) =>
    JSON.stringify(answer(id, expected)),
  );
  write('wires', 'answers.jsonl', lines.join('\n'));
  await expect(run(folder)).rejects.toThrow('4 of 5 inputs do not hold.');
  expect(told).toHaveLength(wrong.length);
  for (const [place, [what, , problem]] of wrong.entries()) {
    expect(told[place]).toContain(`✗ ${what}`);
    expect(told[place]).toContain(problem);
  }
});

test('a finish word that does not hold fails', async () => {
  write('routing', '08-finish-words.json', '{"stop":["length"]}');
  await expect(run(folder)).rejects.toThrow('1 of 1 inputs do not hold.');
});

test('a folder without inputs fails', async () => {
  await expect(run(folder)).rejects.toThrow('has no inputs for this area');
});
