import { expect, test } from 'vitest';
import type { Conversation } from '../../../../src/routing/conversation.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Plan } from '../../../../src/routing/decision.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { CascadeUse, SpeculateUse } from '../../../../src/routing/policy/policy.ts';
import type { TaskType } from '../../../../src/routing/task.ts';
import { policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

const talk: Conversation = { system: '', messages: [{ role: 'user', text: 'Why?' }], tools: [] };
const tool = { name: 'read', description: 'Reads a file', inputSchema: { type: 'object' } };
const both = ['fast', 'balanced'] as const;

function planOf(type: TaskType, use: CascadeUse | SpeculateUse, conversation = talk) {
  const task = taskWith({ type, answerKind: 'prose', conversation });
  const rules = [{ name: 'mine', when: {}, use, origin: 'settings' } as const];
  const decision = decide(task, situationWith({ policy: policyWith({ rules }) }));
  return { said: explain(task, decision), plan: describe(decision.plan) };
}

function describe(plan: Plan): string {
  if (plan.kind === 'refuse') return 'refuse';
  if (plan.kind === 'direct') return `direct ${plan.choice.tier}`;
  return `${plan.kind} ${plan.ladder.map(({ tier }) => tier)}: ${plan.gates}`;
}

interface Case {
  readonly name: string;
  readonly type: TaskType;
  readonly use: CascadeUse | SpeculateUse;
  readonly conversation?: Conversation;
  readonly plan: string;
}

const cases: Case[] = [
  {
    name: 'a judge can judge it',
    type: 'explain',
    use: { cascade: both },
    plan: 'cascade fast,balanced: complete,format,judge',
  },
  {
    name: 'gates that look at files are left out',
    type: 'refactor',
    use: { cascade: both, gates: ['complete', 'syntax', 'command', 'confidence'] },
    plan: 'cascade fast,balanced: complete,confidence',
  },
  {
    name: 'no gate can tell, so the strongest rung answers',
    type: 'refactor',
    use: { cascade: both },
    plan: 'direct balanced',
  },
  {
    name: 'nor are rungs started together then',
    type: 'refactor',
    use: { speculate: both },
    plan: 'direct balanced',
  },
  {
    name: 'a model that may call tools is not judged half-way',
    type: 'explain',
    use: { cascade: both },
    conversation: { ...talk, tools: [tool] },
    plan: 'direct balanced',
  },
];

test.each(cases)('$name', ({ type, use, conversation, plan }) => {
  expect(planOf(type, use, conversation).plan).toBe(plan);
});

test('the reason says that it is not checked', () => {
  expect(planOf('refactor', { cascade: both }).said).toBe(
    'Refactor goes to balanced (medium): your rule “mine”, its gates cannot judge a conversation.',
  );
});

test('what was said counts towards what a model must take', () => {
  const long = { ...talk, messages: [{ role: 'user', text: 'word '.repeat(2000) } as const] };
  const asked = (conversation: Conversation) =>
    decide(taskWith({ answerKind: 'prose', conversation }), situationWith()).expected!;
  expect(asked(long).lowNanoUsd).toBeGreaterThan(asked(talk).lowNanoUsd + 2000 * 1000);
});
