import { expect, test } from 'vitest';
import type { Tool } from '../../../../src/routing/conversation.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { gatedCalls } from '../../../../src/routing/decide/gateTurn.ts';
import { describeGate } from '../../../../src/routing/explain.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import type { Policy, Rule } from '../../../../src/routing/policy/policy.ts';
import type { TurnTiers } from '../../../../src/routing/policy/turnPolicy.ts';
import type { Escalation, Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { afterATool, loopSituation, turnTask } from '../../../support/loops.ts';
import { standingWith, taskWith } from '../../../support/tasks.ts';

const tool = (name: string, ...names: readonly string[]): Tool => ({
  name,
  description: '',
  inputSchema: { type: 'object', properties: Object.fromEntries(names.map((each) => [each, {}])) },
});
const read = tool('read_file', 'filePath');
const edit = tool('replace_string_in_file', 'filePath', 'oldString', 'newString');

const offering = (tools: readonly Tool[], messages = afterATool()): Partial<Task> => ({
  conversation: { system: '', messages, tools },
});
const editTurn = (fields: Partial<Task> = offering([read, edit])) =>
  turnTask({ kind: 'edit' }, fields);

/** Which calls are checked, and the tiers that are asked: `edits: balanced, balanced, reasoning`. */
function gated(task: Task, situation: Partial<Situation> = {}, escalation?: Escalation): string {
  return inShort(decide(task, { ...loopSituation(), ...situation }, escalation));
}

function inShort({ plan }: Decision): string {
  if (plan.kind !== 'direct') return plan.kind;
  const { gate, choice } = plan;
  if (!gate) return `open: ${choice.tier}`;
  const tiers = [choice, choice, ...(gate.climb ? [gate.climb] : [])].map(({ tier }) => tier);
  return `${gate.calls}: ${tiers.join(', ')}`;
}

const policy = (fields: Partial<Policy>): Partial<Situation> => ({
  policy: { ...loopSituation().policy, ...fields },
});
const turns = (tiers: TurnTiers) => policy({ turns: [{ tiers, origin: 'settings' }] });
const mine = (use: Rule['use']) =>
  policy({ rules: [{ name: 'mine', when: {}, use, origin: 'settings' }] });

test('a turn that may edit is gated; it is asked again and then goes one tier up', () => {
  expect(gated(editTurn())).toBe('edits: balanced, balanced, reasoning');
  expect(gated(turnTask({ kind: 'read' }, offering([read, edit])))).toBe(
    'edits: fast, fast, balanced',
  );
});

test('nothing is above the strongest tier', () => {
  expect(gated(turnTask({ kind: 'plan' }, offering([read, edit])))).toBe(
    'edits: reasoning, reasoning',
  );
});

test('without tools that edit, for a side call and for a question, nothing is gated', () => {
  expect(gated(editTurn(offering([read])))).toBe('open: balanced');
  expect(gated(turnTask({ kind: 'side', side: 'title' }, offering([read, edit])))).toBe(
    'open: fast',
  );
  const { turn: _, ...question } = editTurn();
  expect(gated(question)).toMatch(/^open: /);
  expect(gated(taskWith())).toMatch(/^open: /);
});

test('a policy has all calls checked, or none', () => {
  expect(gated(editTurn(offering([read])), turns({ gate: 'all' }))).toBe(
    'all: balanced, balanced, reasoning',
  );
  expect(
    gated(turnTask({ kind: 'side', side: 'title' }, offering([read])), turns({ gate: 'all' })),
  ).toBe('open: fast');
  expect(gated(editTurn(), turns({ gate: 'none' }))).toBe('open: balanced');
  expect(gated(editTurn(offering([])), turns({ gate: 'all' }))).toMatch(/^open: /);
});

test('where a hand, a rule or a subagent’s tier holds the loop, the same model is asked again and no other', () => {
  const pick = { tier: 'fast', pinned: {} };
  expect(gated(editTurn(), { pick })).toBe('edits: fast, fast');
  expect(gated(editTurn(), {}, { from: 'fast', to: 'next' })).toBe('edits: balanced, balanced');
  expect(gated(editTurn(), mine('fast'))).toBe('edits: fast, fast');
  const subagent = turnTask({ kind: 'edit', by: 'subagent' }, offering([edit]));
  expect(gated(subagent, turns({ subagent: 'fast' }))).toBe('edits: fast, fast');
});

test('a rule that names several tiers lets it climb among them', () => {
  expect(gated(editTurn(), mine({ cascade: ['fast', 'reasoning'] }))).toBe(
    'edits: reasoning, reasoning',
  );
  expect(
    gated(turnTask({ kind: 'read' }, offering([edit])), mine({ cascade: ['fast', 'reasoning'] })),
  ).toBe('edits: fast, fast, reasoning');
});

test('a budget that took the turn down keeps it there', () => {
  const spent = standingWith({ spentNanoUsd: 4.9e9 });
  expect(gated(editTurn(), { budgets: [spent] })).toBe('edits: fast, fast');
});

test('while some tools of the newest answer still run, no other model is asked', () => {
  const { nowMs } = loopSituation();
  const caches = [{ model: 'p/small', prefixTokens: 1000, atMs: nowMs - 1000 }] as const;
  const open = afterATool({
    toolCalls: ['c1', 'c2'].map((id) => ({ id, name: 'read_file', argumentsJson: '{}' })),
  });
  expect(gated(editTurn(offering([edit], open)), { caches })).toBe('edits: fast, fast');
});

test('work that stays on this machine climbs to no other one', () => {
  const stays = { name: 'here', when: {}, origin: 'settings' } as const;
  const remote = { name: 'P', simulated: false, state: { state: 'ready' } } as const;
  const here = { ...remote, isLocal: true } as const;
  const { catalog } = loopSituation();
  const models = new Map([
    ['p/small', catalog.get('p/small')!],
    ['q/large', { ...catalog.get('p/large')!, reference: 'q/large' as const }],
  ]);
  const tiers = [
    { name: 'fast', choices: [{ reference: 'p/small' as const }] },
    { name: 'reasoning', choices: [{ reference: 'q/large' as const }] },
  ];
  const situation = {
    catalog: models,
    providers: new Map([
      ['p', here],
      ['q', remote],
    ]),
  };
  const task = turnTask({ kind: 'read' }, offering([edit]));
  expect(gated(task, { ...situation, ...policy({ tiers }) })).toBe('edits: fast, fast, reasoning');
  expect(gated(task, { ...situation, ...policy({ tiers, localRules: [stays] }) })).toBe(
    'edits: fast, fast',
  );
});

const call = (name: string) => ({ id: name, name, argumentsJson: '{}' });
test('of an answer, the calls that edit are checked, also of a tool that there is not; or all of them', () => {
  const made = ['read_file', 'replace_string_in_file', 'edit_file', 'anything'].map(call);
  const names = (calls: 'edits' | 'all') =>
    gatedCalls({ calls }, made, [read, edit]).map(({ name }) => name);
  expect(names('edits')).toEqual(['replace_string_in_file', 'edit_file']);
  expect(names('all')).toEqual(made.map(({ name }) => name));
  expect(gatedCalls({ calls: 'edits' }, [call('read_file')], [read, edit])).toEqual([]);
});

test('a decision says what is checked, and who is asked when it fails', () => {
  const { plan } = decide(editTurn(), loopSituation());
  const gate = plan.kind === 'direct' ? plan.gate : undefined;
  expect(describeGate(gate!)).toBe(
    'An answer that edits is checked before the agent gets it; if it fails, the same model is asked again, then reasoning (large)',
  );
  expect(describeGate({ calls: 'all' })).toBe(
    'An answer that calls tools is checked before the agent gets it; if it fails, the same model is asked again',
  );
});
