import { expect, test } from 'vitest';
import { shadowGates } from '../../../../src/routing/decide/shadowGates.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import type { Task } from '../../../../src/routing/task.ts';
import type { GateName } from '../../../../src/routing/verdict.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const choice = { tier: 'fast', model: modelWith('p/small') };
const direct: Decision['plan'] = { kind: 'direct', choice };
const cascade: Decision['plan'] = {
  kind: 'cascade',
  ladder: [choice],
  gates: ['complete'],
  judges: [],
  caps: { attempts: 1 },
  retry: false,
  raiseEffort: false,
};
const picked: Decision['reason'] = { kind: 'manualPick' };
const conversation = { system: '', messages: [], tools: [] };
const texts = ['complete', 'format', 'syntax'];

interface Case {
  readonly name: string;
  readonly task: Partial<Task>;
  readonly plan?: Decision['plan'];
  readonly reason?: Decision['reason'];
  /** Gates that have nothing to work with. */
  readonly idle: readonly GateName[];
  readonly judges: readonly string[] | undefined;
}

const cases: Case[] = [
  {
    name: 'where a cascade would be judged by the text alone, so is a direct answer',
    task: { type: 'boilerplate' },
    idle: ['diagnostics'],
    judges: texts,
  },
  {
    name: 'a command that is not set up would judge no cascade either',
    task: { type: 'refactor' },
    idle: ['diagnostics', 'command'],
    judges: texts,
  },
  {
    name: 'a language server would open a tab, so nobody judges',
    task: { type: 'boilerplate' },
    idle: [],
    judges: undefined,
  },
  {
    name: 'a command is for cascades, so nobody judges',
    task: { type: 'refactor' },
    idle: ['diagnostics'],
    judges: undefined,
  },
  {
    name: 'a judge costs money, so nobody judges',
    task: { type: 'explain', answerKind: 'prose' },
    idle: ['diagnostics', 'command'],
    judges: undefined,
  },
  {
    name: 'what was escalated is harder than usual',
    task: { type: 'boilerplate' },
    reason: { kind: 'escalated', from: 'fast' },
    idle: ['diagnostics'],
    judges: undefined,
  },
  {
    name: 'a turn of a conversation is in no file',
    task: { type: 'boilerplate', conversation },
    idle: ['diagnostics'],
    judges: undefined,
  },
  {
    name: 'a cascade was judged already',
    task: { type: 'boilerplate' },
    plan: cascade,
    idle: ['diagnostics'],
    judges: undefined,
  },
];

test.each(cases)('$name', ({ task, plan = direct, reason = picked, idle, judges }) => {
  const found = shadowGates(taskWith(task), { plan, reason }, (gate) => !idle.includes(gate));
  expect(found).toEqual(judges);
});
