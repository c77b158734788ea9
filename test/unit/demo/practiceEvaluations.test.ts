import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { practiceModels } from '../../../demo/practiceServer/models.ts';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { parseWorkflow } from '../../../src/execution/workflow/parse/parseWorkflow.ts';
import type { ModelStep } from '../../../src/execution/workflow/definition.ts';
import { promptTask } from '../../../src/execution/workflow/steps/stepTask.ts';
import { renderTemplate } from '../../../src/execution/workflow/values/template.ts';
import type { Fixture } from '../../../src/evaluation/fixture.ts';
import {
  type ParsedEvaluation,
  parseEvaluation,
} from '../../../src/evaluation/files/parseEvaluation.ts';
import {
  valueScorer,
  type ValueScorerSettings,
} from '../../../src/evaluation/scorers/valueScorers.ts';
import { workspace } from './workspacePrompt.ts';

const folder = join(workspace, '.tierwise');
const sizes = ['small', 'medium', 'large'] as const;

let practice: PracticeServer;
beforeAll(async () => {
  practice = await startPracticeServer({ pace: 0 });
});
afterAll(() => practice.close());

async function evaluationNamed(name: string): Promise<NonNullable<ParsedEvaluation['evaluation']>> {
  const read = async (path: string) => readFileSync(join(folder, 'evaluations', path), 'utf8');
  const { evaluation, problems } = await parseEvaluation(await read(`${name}.yaml`), {
    name,
    tierNames: ['fast', 'balanced', 'reasoning'],
    readFile: read,
  });
  expect(problems).toEqual([]);
  return evaluation!;
}

async function stepNamed(name: string): Promise<ModelStep> {
  const { workflow, problems } = await parseWorkflow(
    readFileSync(join(folder, 'workflows', 'sortLetters.yaml'), 'utf8'),
    {
      name: 'sortLetters',
      tiers: ['fast', 'balanced', 'reasoning'],
      commands: [],
      readFile: async () => undefined,
    },
  );
  expect(problems).toEqual([]);
  return workflow!.steps.find((step) => step.name === name) as ModelStep;
}

/** What a practice model answers to a fixture of a step, over the wire. */
async function answerOf(size: string, step: ModelStep, { id, input }: Fixture): Promise<string> {
  const instruction = renderTemplate(step.prompt.text, input.values!);
  const { conversation } = promptTask(
    { id, type: step.taskType, instruction },
    { name: step.name, schema: step.output! },
  );
  const response = await fetch(`${practice.url}/compatible/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: `practice-${size}`,
      messages: [
        { role: 'system', content: conversation!.system },
        { role: 'user', content: instruction },
      ],
    }),
  });
  const body = (await response.json()) as { choices: [{ message: { content: string } }] };
  return body.choices[0].message.content;
}

async function rightAnswers(name: string, size: string): Promise<number> {
  const { fixtures, scorers, subject } = await evaluationNamed(name);
  const step = await stepNamed(subject.kind === 'step' ? subject.step : '');
  const scorer = valueScorer(scorers[0] as ValueScorerSettings);
  const { signal } = new AbortController();
  const scored = await Promise.all(
    fixtures.map(async (fixture) =>
      scorer.score({ fixture, answer: await answerOf(size, step, fixture) }, signal),
    ),
  );
  return scored.filter((each) => each.kind === 'scored' && each.passed).length;
}

test.each([
  ['languageOfLetter', [40, 40, 40]],
  ['moodOfLetter', [26, 40, 40]],
  ['riskOfLetter', [17, 21, 40]],
  ['queueOfLetter', [36, 40, 40]],
])('%s: each practice model is right as often as its words let it', async (name, expected) => {
  const { fixtures } = await evaluationNamed(name);
  expect(new Set(fixtures.map(({ input }) => JSON.stringify(input.values))).size).toBe(40);
  expect(await Promise.all(sizes.map((size) => rightAnswers(name, size)))).toEqual(expected);
});

test('a model that was made worse is wrong for the other prompts, each time the same, until the reset', async () => {
  expect(await rightAnswers('languageOfLetter', 'small')).toBe(40);
  practice.setSkill('practice-small', 0.7);
  const worse = await rightAnswers('languageOfLetter', 'small');
  expect(worse).toBeGreaterThan(20);
  expect(worse).toBeLessThan(36);
  expect(await rightAnswers('languageOfLetter', 'small')).toBe(worse);
  expect(await rightAnswers('languageOfLetter', 'medium')).toBe(40);
  practice.setSkill('practice-small', 0);
  expect(await rightAnswers('languageOfLetter', 'small')).toBe(0);
  practice.reset();
  expect(await rightAnswers('languageOfLetter', 'small')).toBe(40);
  expect(practiceModels.every(({ rightShare }) => rightShare === undefined)).toBe(true);
});
