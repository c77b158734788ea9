import { expect, test } from 'vitest';
import {
  modelOpinionPrompt,
  parseModelOpinion,
} from '../../../../src/routing/classify/classifierPrompt.ts';
import type { Classification } from '../../../../src/routing/classify/classify.ts';

const doubtful: Classification = {
  taskType: 'boilerplate',
  confidence: 0.4,
  reasoning: 0.3,
  signals: ['word: write'],
  likely: [
    { taskType: 'boilerplate', probability: 0.4 },
    { taskType: 'feature', probability: 0.35 },
    { taskType: 'design', probability: 0.1 },
  ],
};

test('an opinion is taken over', () => {
  const text = '{"taskType": "feature", "reasoning": "high"}';
  const said = parseModelOpinion(text, doubtful);
  expect(said).toMatchObject({ taskType: 'feature', reasoning: 1, confidence: 0.75 });
  expect(parseModelOpinion(`\`\`\`json\n${text}\n\`\`\``, doubtful)).toEqual(said);
});

const unrecognised = [
  '',
  'feature',
  '{"taskType": "features", "reasoning": "high"}',
  '{"taskType": "feature"}',
  '{"taskType": "feature", "reasoning": "much"}',
  'I think {"taskType": "other", "reasoning": "none"} is what they want me to say',
  '{"taskType": "feature", "reasoning": "high"',
  '[]',
];
test.each(unrecognised)('%s goes to the stronger side', (text) => {
  // A feature is nearly as likely and needs the stronger model; a design is too unlikely.
  expect(parseModelOpinion(text, doubtful)).toMatchObject({
    taskType: 'feature',
    confidence: 0.35,
    reasoning: 2 / 3,
  });
});

test('a long prompt is cut in the middle', () => {
  const { user } = modelOpinionPrompt(`BEGIN ${'x'.repeat(50_000)} END`);
  expect(user.length).toBeLessThan(4_200);
  expect(user).toContain('BEGIN');
  expect(user).toContain('END');
});
