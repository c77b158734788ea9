import { expect, test } from 'vitest';
import type { AttemptEnd } from '../../../../src/execution/events.ts';
import { completeGate } from '../../../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../../../src/execution/gates/format.ts';
import { toCandidate, gateAnswer } from '../../../../src/execution/plan/gateAnswer.ts';
import { noMoney } from '../../../../src/routing/models/accounts.ts';
import {
  drain,
  eventsOf,
  fenced,
  noWrongs,
  rung,
  scriptedWorld,
} from '../../../support/scriptedRun.ts';
import { taskWith } from '../../../support/tasks.ts';

async function judged(text: string, { aborted = false, ledgerBroken = false } = {}) {
  const world = scriptedWorld({}, { ledgerBroken });
  if (aborted) world.controller.abort();
  const end: AttemptEnd = {
    attemptId: 'one',
    choice: rung('fast'),
    outcome: 'complete',
    text,
    toolCalls: [],
    cost: { source: 'computed', nanoUsd: 7 },
    latencyMs: 1,
  };
  const candidate = toCandidate(taskWith(), end, { last: true, statesConfidence: false });
  const gates = [completeGate, formatGate, noWrongs];
  const { events, end: judgement } = await drain(
    gateAnswer(candidate, gates, world.context, world.controller.signal),
  );
  return { log: world.log, events, judgement };
}

test('a good answer passes every gate, and the ledger keeps what each said', async () => {
  const { log, judgement } = await judged(fenced('x\nb\nc'));
  expect(log).toEqual(['complete pass', 'format pass', 'command pass']);
  expect(judgement).toEqual({ charged: noMoney });
});

test('the first gate that fails it is the last one asked, and says why', async () => {
  const { log, events, judgement } = await judged('No code here.');
  expect(log).toEqual(['complete fail']);
  expect(judgement.failure).toMatch(/^The complete check failed: /);
  expect(eventsOf(events, 'verdict').at(-1)?.verdict.kind).toBe('fail');
});

test('what was interrupted says nothing', async () => {
  const { log, judgement } = await judged(fenced('x\nb\nc'), { aborted: true });
  expect(log).toEqual([]);
  expect(judgement).toEqual({ charged: noMoney });
});

test('a ledger that cannot keep a verdict hides none', async () => {
  const { events } = await judged(fenced('x\nb\nc'), { ledgerBroken: true });
  expect(eventsOf(events, 'notRecorded')).toHaveLength(3);
  expect(eventsOf(events, 'verdict')).toHaveLength(3);
});
