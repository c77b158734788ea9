import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../../support/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-classify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const answers = ({ out }: { out: string }): Record<string, unknown>[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('each line gets its answer, in order', async () => {
  const ended = await runCli(
    ['classify', '--jsonl'],
    ['{"id":"a","prompt":"write unit tests for it"}\n{"id":7,"pro', 'mpt":"what is a mutex?"}'],
  );
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(answers(ended)).toEqual([
    expect.objectContaining({ id: 'a', taskType: 'test' }),
    expect.objectContaining({ id: 7, taskType: 'explain' }),
  ]);
  const [first] = answers(ended);
  expect(Object.keys(first!)).toEqual(['id', 'taskType', 'confidence', 'reasoning', 'signals']);
});

test('bytes may be cut anywhere', async () => {
  const bytes = Buffer.from('{"id":"ü","prompt":"修复这个错误"}\r\n');
  const ended = await runCli(
    ['classify', '--jsonl'],
    [...bytes].map((byte) => Uint8Array.of(byte)),
  );
  expect(answers(ended)).toEqual([expect.objectContaining({ id: 'ü', taskType: 'debug' })]);
});

test('bad lines are reported with their numbers, and the rest is read', async () => {
  const lines = ['{oops', '{"id":"b","prompt":"hi"}', '', '{"id":"c"}', '{"prompt":"x"}', 'null'];
  const ended = await runCli(['classify', '--jsonl'], [lines.join('\n')]);
  expect(ended.code).toBe(1);
  expect(answers(ended)).toHaveLength(1);
  expect(
    ended.err
      .trimEnd()
      .split('\n')
      .map((line) => line.split(':')[0]),
  ).toEqual(['Line 1', 'Line 4', 'Line 5', 'Line 6']);
});

test('a file is read instead of standard input', async () => {
  const file = join(folder, 'prompts.jsonl');
  writeFileSync(file, '\uFEFF{"id":"f","prompt":"hello"}\n');
  expect(answers(await runCli(['classify', '--jsonl', file]))).toHaveLength(1);
});
