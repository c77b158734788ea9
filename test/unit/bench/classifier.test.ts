import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  decidingType,
  hardSentTooLowOf,
  sentTooLowOf,
  tierRightOf,
} from '../../../bench/classifier/tiers.ts';
import { allFolds, judgeFold } from '../../../training/crossValidate.ts';
import { type LabelledPrompt, readAnnotatedPrompts } from '../../../training/labelledPrompts.ts';
import { seen } from '../../../training/samples.ts';

test('a wrong type of the right tier is right for the tier, and only cheaper tiers are too low', () => {
  const guesses = [
    { right: 'debug', said: 'review' },
    { right: 'debug', said: 'explain' },
    { right: 'design', said: 'docs' },
    { right: 'docs', said: 'debug' },
    { right: 'feature', said: 'refactor' },
  ] as const;
  expect(tierRightOf(guesses)).toBe(2 / 5);
  expect(hardSentTooLowOf(guesses)).toBe(2 / 3);
  expect(sentTooLowOf(guesses)).toBe(2 / 5);
});

test.each([
  ['an unsure guess', 0.45, 'debug'],
  ['a sure one', 0.6, 'explain'],
] as const)('%s counts as the type that decides about its tier', (_what, confidence, type) => {
  const likely = [
    { taskType: 'explain', probability: confidence },
    { taskType: 'debug', probability: 1 - confidence },
  ] as const;
  const said = { taskType: 'explain', confidence, reasoning: 0, signals: [], likely } as const;
  expect(decidingType(said)).toBe(type);
});

test('a conversation is never trained on and held out at once', () => {
  const prompts = seen(
    Array.from({ length: 60 }, (_, at): LabelledPrompt => {
      const group = `talk ${at % 12}`;
      return { prompt: `add part ${at} of it`, taskType: at % 2 === 0 ? 'feature' : 'docs', group };
    }),
  );
  const folds = Array.from({ length: allFolds }, (_, fold) =>
    judgeFold(prompts, fold).map(({ labelled }) => labelled),
  );
  expect(folds.flat().length).toBe(prompts.length);
  const homes = folds.map((fold) => new Set(fold.map(({ group }) => group)));
  expect(homes.filter(({ size }) => size > 0).length).toBeGreaterThan(1);
  expect(homes.reduce((sum, { size }) => sum + size, 0)).toBe(12);
});

test('of annotated prompts those with one label are read, grouped by conversation or source', () => {
  const rows = [
    {
      id: 'chats:ab12:3',
      prompt: 'why?',
      task_type: 'explain',
      either: ['explain'],
      source: 'chats',
    },
    { id: 'tool:7', prompt: 'more', task_type: null, either: ['other', 'feature'], source: 'tool' },
    {
      id: 'r0007',
      prompt: 'fix it',
      task_type: 'debug',
      reasoning: 'low',
      source: 'some/repository',
    },
  ];
  const { agreed, opinions } = readAnnotatedPrompts(fileOf(rows));
  expect(agreed).toEqual([
    { prompt: 'why?', taskType: 'explain', reasoning: undefined, group: 'chats:ab12' },
    { prompt: 'fix it', taskType: 'debug', reasoning: 'low', group: 'some/repository' },
  ]);
  expect(opinions).toEqual([['explain'], ['other', 'feature']]);
  expect(() => readAnnotatedPrompts(fileOf([{ prompt: 'x', task_type: 'magic' }]))).toThrow(
    'no known task type',
  );
});

function fileOf(rows: readonly object[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-prompts-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'prompts.jsonl');
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}
