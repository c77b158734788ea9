import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { classify } from '../../../src/cli/classify.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-classify-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function running(args: string[], ...stdin: (string | Uint8Array)[]): Promise<Ended> {
  let out = '';
  let err = '';
  const code = await classify.run(args, {
    stdin: (async function* chunks() {
      yield* stdin;
    })(),
    write: (text) => void (out += text),
    writeError: (text) => void (err += text),
  });
  return { code, out, err };
}

const answers = ({ out }: Ended): Record<string, unknown>[] =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('each line gets its answer, in order', async () => {
  const ended = await running(
    ['--jsonl'],
    '{"id":"a","prompt":"write unit tests for it"}\n{"id":7,"pro',
    'mpt":"what is a mutex?"}',
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
  const ended = await running(['--jsonl'], ...[...bytes].map((byte) => Uint8Array.of(byte)));
  expect(answers(ended)).toEqual([expect.objectContaining({ id: 'ü', taskType: 'debug' })]);
});

test('bad lines are told with their numbers, and the rest is read', async () => {
  const lines = ['{oops', '{"id":"b","prompt":"hi"}', '', '{"id":"c"}', '{"prompt":"x"}', 'null'];
  const ended = await running(['--jsonl'], lines.join('\n'));
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
  writeFileSync(file, '{"id":"f","prompt":"hello"}\n');
  expect(answers(await running(['--jsonl', file]))).toHaveLength(1);
  const missing = await running(['--jsonl', join(folder, 'none.jsonl')]);
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.err).toContain('none.jsonl');
});

test('help is written, wrong usage ends with 2', async () => {
  expect(await running(['--help'])).toMatchObject({ code: 0, out: classify.usage });
  for (const args of [[], ['--jsonl', 'a', 'b'], ['--what']]) {
    const ended = await running(args);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).toContain('Usage: classify');
  }
});
