import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../../../scripts/tools.mjs';
import { scorersOf } from '../../../../src/evaluation/files/evaluation.ts';
import { evaluationLimits } from '../../../../src/evaluation/files/limits.ts';
import {
  type KnownSteps,
  parseEvaluation,
} from '../../../../src/evaluation/files/parseEvaluation.ts';
import { evaluationSchema } from '../../../../src/evaluation/files/shapes.ts';
import { fixtureTask } from '../../../../src/evaluation/run/fixtureTask.ts';
import { valueScorer } from '../../../../src/evaluation/scorers/valueScorers.ts';
import { promptFor } from '../../../../src/execution/attempt/prompt.ts';
import { practiceAnswer } from '../../demo/practiceCall.ts';
import { wrongEvaluations } from './wrongEvaluations.ts';

const fitsSchema = new Ajv2020({ allowUnionTypes: true }).compile(evaluationSchema() as object);
const tierNames = ['fast', 'balanced', 'reasoning'];

const fault = { message: 'A step needs a model.', line: 3, column: 1, endLine: 3, endColumn: 2 };

function parsed(text: string, lines?: string, isOwnFile = false) {
  return parseEvaluation(text, {
    name: 'mine',
    tierNames,
    isOwnFile,
    steps: new Map<string, KnownSteps>([
      ['triage', ['rate']],
      ['broken', fault],
      ['split', { ...fault, file: 'agents.md' }],
    ]),
    readFile: (path) => Promise.resolve(path === 'cases.jsonl' ? lines : undefined),
  });
}

test.each(wrongEvaluations)(
  '$name: one problem, at its place',
  async ({ text, lines, at, says }) => {
    const { evaluation, problems } = await parsed(text, lines);
    expect(evaluation).toBeUndefined();
    const [first, ...others] = problems;
    expect(others).toEqual([]);
    expect(first?.message).toMatch(says);
    expect(`${first?.line}:${first?.column}${first?.file ? ` ${first.file}` : ''}`).toBe(at);
  },
);

test.each(wrongEvaluations)('$name: the schema agrees', ({ text, unseenBySchema = false }) => {
  if (text.includes('&a')) return;
  expect(fitsSchema(parse(text))).toBe(unseenBySchema);
});

const whole = `
description: Sorts reports
taskType: other
thresholds: { minAccuracy: 0.9, minRecall: { bug: 0.8 }, maxLatencyMs: 2000 }
candidates:
  - fast
  - { cascade: [fast, reasoning], gates: [format] }
scorers:
  - { kind: label, labels: [bug, { name: question, also: [query] }] }
maxUsd: 0.25
fixtures:
  - { id: a, instruction: It crashes., label: bug, tags: [short] }
  - id: b
    instruction: How do I start it?
    label: question
    scorers: [{ kind: judge, rubric: It is polite., judge: balanced, least: 0.7 }]
`;

test('everything that is written is read', async () => {
  const { evaluation, problems } = await parsed(whole);
  expect(problems).toEqual([]);
  expect(evaluation).toMatchObject({
    name: 'mine',
    description: 'Sorts reports',
    subject: { kind: 'taskType', taskType: 'other' },
    thresholds: { minAccuracy: 0.9, minRecall: { bug: 0.8 }, maxLatencyMs: 2000 },
    maxUsd: 0.25,
  });
  expect(evaluation?.candidates).toEqual([
    { id: 'fast', name: 'fast', subject: { kind: 'tier', tier: 'fast' } },
    {
      id: 'fast > reasoning (format)',
      name: 'fast, then reasoning',
      subject: { kind: 'cascade', tiers: ['fast', 'reasoning'], gates: ['format'] },
    },
  ]);
  expect(evaluation?.fixtures.map(({ id }) => scorersOf(evaluation, id).length)).toEqual([1, 2]);
  expect(fitsSchema(parse(whole))).toBe(true);
});

test('without candidates, each tier is one; a file of one’s own names models', async () => {
  const text = whole.replace(/candidates:[^]*?(?=scorers:)/, '');
  const { evaluation } = await parsed(text);
  expect(evaluation?.candidates.map(({ id }) => id)).toEqual(tierNames);

  const named = text.replace('scorers:', 'candidates: [ollama/qwen3:4b@high]\nscorers:');
  const own = await parsed(named, undefined, true);
  expect(own.evaluation?.candidates[0]?.subject).toEqual({
    kind: 'model',
    choice: { reference: 'ollama/qwen3:4b', effort: 'high' },
  });
});

test('an expected null is a value', async () => {
  const text = `taskType: other\nthresholds: { minScore: 1 }\nscorers: [{ kind: json, expected: null }]\nfixtures: [{ id: a, instruction: b }]\n`;
  expect((await parsed(text)).problems).toEqual([]);
});

test('what is too large is refused before it takes time', async () => {
  const text = `taskType: other\nthresholds: { minScore: 1 }\nscorers: [{ kind: exact, expected: x }]\nfixtures: cases.jsonl\n`;
  const line = (id: number) => JSON.stringify({ id: `f${id}`, instruction: 'x' });
  const lines = (count: number) => Array.from({ length: count }, (_, id) => line(id)).join('\n');
  const { fixtures: most, characters, lineLength, problems: shown } = evaluationLimits;
  expect((await parsed(text, lines(most))).problems).toEqual([]);
  const tooMany = await parsed(text, lines(most + 1));
  expect(tooMany.problems.map(({ message }) => message).join()).toMatch(/at most 2000 fixtures/);
  const tooLarge = await parsed(text, 'x'.repeat(characters + 1));
  expect(tooLarge.problems.map(({ message }) => message).join()).toMatch(/Split it up/);
  const tooLong = await parsed(text, `"${'x'.repeat(lineLength)}"`);
  expect(tooLong.problems.map(({ message }) => message).join()).toMatch(/Shorten the fixture/);
  const others = Array.from({ length: 5_000 }, (_, place) => `{"id": "a", "key${place}": 1}\n`);
  const wrong = await parsed(text, others.join(''));
  expect(wrong.problems).toHaveLength(shown);
});

test('what is wrong in the same way in many lines is told once, at the first', async () => {
  const text = `taskType: other\nthresholds: { minScore: 1 }\nscorers: [{ kind: exact, expected: x }]\nfixtures: cases.jsonl\n`;
  const lines = [
    '{"id": "a", "instruction": "Say x."}',
    ...Array(9).fill('{"input": "x", "id": "b"}'),
  ];
  const { problems } = await parsed(text, lines.join('\n'));
  expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    expect.stringMatching(/^2 .*Write `instruction`\. It is the same in other lines\.$/),
  ]);
});

test.each(['./cases.jsonl', 'file://cases.jsonl'])('fixtures are read from %s', async (file) => {
  const text = `taskType: other\nthresholds: { minScore: 1 }\nscorers: [{ kind: exact, expected: x }]\nfixtures: ${file}\n`;
  const line = '{"id": "a", "instruction": "Say x."}\n';
  expect((await parsed(text, line)).evaluation?.fixtures).toHaveLength(1);
});

test('every key that can be written has a text to hover over', () => {
  const silent = keysOf(evaluationSchema()).filter(([, { description }]) => !description);
  expect(silent.map(([key]) => key)).toEqual([]);
});

/** Every property in a schema, at all depths. */
function keysOf(schema: unknown): [key: string, { readonly description?: string }][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.entries(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}

test('the practice project has an evaluation that balanced passes, and fast does not', async () => {
  const folder = join(root, 'demo/workspace/.tierwise/evaluations');
  const text = readFileSync(join(folder, 'roundMoney.yaml'), 'utf8');
  const { evaluation, problems } = await parseEvaluation(text, {
    name: 'roundMoney',
    tierNames,
    readFile: (path) => readFile(join(folder, path), 'utf8'),
  });
  expect(problems).toEqual([]);
  expect(fitsSchema(parse(text))).toBe(true);
  const [contains] = evaluation!.scorers;
  if (contains?.kind !== 'contains') throw new Error('The first scorer looks for a text.');
  const scorer = valueScorer(contains);
  const passes = async (size: 'small' | 'medium' | 'large') => {
    const scored = await Promise.all(
      evaluation!.fixtures.map((fixture) => {
        const answer = practiceAnswer(size, promptFor(fixtureTask(fixture, 'debug')));
        return scorer.score({ fixture, answer }, new AbortController().signal);
      }),
    );
    return scored.filter((each) => each.kind === 'scored' && each.passed).length;
  };
  expect(evaluation!.fixtures).toHaveLength(30);
  expect(await passes('small')).toBe(0);
  expect(await passes('medium')).toBe(30);
  expect(await passes('large')).toBe(30);
});
