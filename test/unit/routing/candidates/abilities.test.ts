import { expect, test } from 'vitest';
import { describeRefusal } from '../../../../src/editor/platform/describeProblem.ts';
import type { Conversation } from '../../../../src/routing/conversation.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Experience } from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Model, ModelReference } from '../../../../src/routing/models/model.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { conversationTask } from '../../../../src/routing/task.ts';
import { modelWith, policyWith, situationWith } from '../../../support/tasks.ts';

const tool = { name: 'read', description: 'Reads a file', inputSchema: { type: 'object' } };
const image = { mimeType: 'image/png', base64: 'iVBORw==' };
const question = { role: 'user', text: 'What is wrong?' } as const;
const talk: Conversation = { system: '', messages: [question], tools: [] };
const withTools: Conversation = { ...talk, tools: [tool] };
const withImage: Conversation = { ...talk, messages: [{ ...question, images: [image] }] };
const long: Conversation = { ...talk, messages: [{ ...question, text: 'word '.repeat(20_000) }] };

type Facts = Partial<Pick<Model, 'capabilities' | 'contextTokens' | 'prices'>>;
const plain: Facts = { capabilities: { tools: false, images: false }, contextTokens: 8_000 };
const able: Facts = { capabilities: { tools: true, images: true }, contextTokens: 200_000 };
const at = (usd: number): Facts => ({
  prices: [{ from: '2026-01-01', source: 'test', input: usd * 1e9, output: usd * 5e9 }],
});
const usual = {
  'p/small': { ...plain, ...at(1) },
  'p/medium': { ...able, ...at(5) },
  'p/large': { ...able, ...at(20) },
};

interface Case {
  readonly name: string;
  readonly conversation: Conversation;
  readonly models?: Record<string, Facts>;
  readonly use?: Rule['use'];
  readonly origin?: Rule['origin'];
  readonly situation?: Partial<Situation>;
  readonly says: string;
}

const unable = { ...usual, 'p/medium': usual['p/small'], 'p/large': usual['p/small'] };
const mine = 'your rule “mine”';
const alone = `Explain goes to balanced (medium): ${mine}, but no model of fast can do it.`;

const cases: Case[] = [
  {
    name: 'what asks for nothing goes where the rule says',
    conversation: talk,
    says: `Explain goes to fast (small): ${mine}.`,
  },
  { name: 'tools go to the lowest tier that can call them', conversation: withTools, says: alone },
  { name: 'images go to the lowest tier that sees them', conversation: withImage, says: alone },
  { name: 'what is long goes to the lowest tier that takes it', conversation: long, says: alone },
  {
    name: 'so does what no rule names',
    conversation: withTools,
    models: { ...usual, 'p/medium': usual['p/small'] },
    situation: { policy: policyWith({ rules: [] }) },
    says: 'Explain goes to reasoning (large): no rule names this task, so the default tier is used, but no model of balanced can do it.',
  },
  {
    name: 'a rung of a cascade that cannot is left out',
    conversation: long,
    use: { cascade: ['fast', 'balanced', 'reasoning'], gates: ['complete', 'judge'] },
    says: `Explain tries balanced (medium), then reasoning (large) until complete and judge pass: ${mine}.`,
  },
  {
    name: 'a judge sees no image, so it cannot say that an answer is good enough',
    conversation: withImage,
    use: { cascade: ['balanced', 'reasoning'], gates: ['complete', 'judge'] },
    says: `Explain goes to reasoning (large): ${mine}, its gates cannot judge a conversation.`,
  },
  {
    name: 'little money takes nothing to a tier that cannot',
    conversation: withTools,
    use: 'balanced',
    situation: {
      budgets: [
        {
          budget: { id: '$5.00 per session', period: 'session', nanoUsd: 5e9 },
          span: { fromMs: 0 },
          spentNanoUsd: 4.9e9,
          unknownAttempts: 0,
          practice: { spentNanoUsd: 0, unknownAttempts: 0 },
        },
      ],
    },
    says: `Explain goes to balanced (medium): ${mine}.`,
  },
  {
    name: 'a tier that was picked is not left',
    conversation: withTools,
    situation: { pick: { tier: 'fast', pinned: {} } },
    says: 'Explain could not run: no model of the tier fast is ready. small: the task comes with tools, and it cannot call any. Pick another tier, name a model that can in `tierwise.tiers`, or correct its `capabilities` in `tierwise.models`.',
  },
  {
    name: 'nor is one that a workflow’s step names',
    conversation: withTools,
    origin: 'workflow',
    says: 'Explain could not run: no model of the tier fast is ready. small: the task comes with tools, and it cannot call any. Pick another tier, name a model that can in `tierwise.tiers`, or correct its `capabilities` in `tierwise.models`.',
  },
  {
    name: 'where no tier can, each model says why',
    conversation: withImage,
    models: unable,
    says: 'Explain could not run: no model of the tier fast is ready. small: the task comes with images, and it cannot see any; medium: the task comes with images, and it cannot see any; large: the task comes with images, and it cannot see any. Pick another tier, name a model that can in `tierwise.tiers`, or correct its `capabilities` in `tierwise.models`.',
  },
];

test.each(cases)('$name', ({ conversation, models = usual, use = 'fast', ...rest }) => {
  const rule: Rule = { name: 'mine', when: {}, use, origin: rest.origin ?? 'settings' };
  const task = taskOf(conversation);
  const decision = decide(task, {
    ...situationWith({ catalog: catalogOf(models), policy: policyWith({ rules: [rule] }) }),
    ...rest.situation,
  });
  const said =
    decision.plan.kind === 'refuse'
      ? describeRefusal(task, decision).message
      : explain(task, decision);
  expect(said).toBe(rest.says);
});

test('the planner never chooses a tier that cannot, however good it has been', () => {
  const good: Experience[] = Array.from({ length: 200 }, () => ({
    taskType: 'explain',
    taken: 0,
    wrong: false,
    answers: [{ rung: 'p/small', passed: true }],
  }));
  const evidence = gatherEvidence(good, { taskType: 'explain' });
  const rule: Rule = { name: 'mine', when: {}, use: 'auto', origin: 'settings' };
  const situation = situationWith({
    catalog: catalogOf(usual),
    policy: policyWith({
      rules: [rule],
      tiers: toTiers({ fast: ['p/small'], balanced: ['p/medium'], reasoning: ['p/large'] }),
    }),
    evidence: new Map([['explain', evidence]]),
  });
  const tiersFor = (conversation: Conversation) => {
    const { plan, reason } = decide(taskOf(conversation), situation);
    const tiers = 'ladder' in plan ? plan.ladder.map(({ tier }) => tier) : [];
    return { reason: reason.kind, tiers };
  };
  expect(tiersFor(talk)).toMatchObject({
    reason: 'planned',
    tiers: expect.arrayContaining(['fast']),
  });
  expect(tiersFor(long)).toMatchObject({ reason: 'planned', tiers: ['balanced', 'reasoning'] });
});

function taskOf(conversation: Conversation) {
  return conversationTask({ id: 'turn', type: 'explain', instruction: '' }, conversation);
}

function catalogOf(models: Record<string, Facts>): Situation['catalog'] {
  return new Map(
    Object.entries(models).map(([reference, facts]) => [
      reference,
      modelWith(reference as ModelReference, facts),
    ]),
  );
}
