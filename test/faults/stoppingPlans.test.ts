import { afterAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/execution/events.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import { createJudgeGate } from '../../src/execution/gates/judge/judge.ts';
import { run, type Runnable } from '../../src/execution/run.ts';
import type { Cascade, Speculation } from '../../src/routing/decision.ts';
import type { Task } from '../../src/routing/task.ts';
import type { GateName } from '../../src/routing/verdict.ts';
import { callGatesOn } from '../support/callGates.ts';
import { turnTask } from '../support/loops.ts';
import { openMoneyWorld } from '../support/moneyWorld.ts';
import { type Act, type Answer, type Asked, startPacedModels } from '../support/pacedModels.ts';
import { noWrongs, rung } from '../support/scriptedRun.ts';
import { moneyWrongs, readUntil, type Stop, ways } from '../support/stops.ts';
import { taskWith } from '../support/tasks.ts';
import { type WireFormat, wires } from '../support/wires.ts';

/*
 * Whoever reads a run may stop after any of its events, also where several models are asked: one after the
 * other, at the same time, or in place of one that failed. What is booked then is what the server billed.
 */

const world = openMoneyWorld();
afterAll(() => world.close());

const writes = (code: string): Act[] => [
  { thinks: 'Let me see. ' },
  { says: `\`\`\`\n${code}\n` },
  { says: '```\n' },
];

const gated = { judges: [], caps: { attempts: 9 }, gates: ['command'] } as const;
const ladder = [rung('fast'), rung('reasoning')] as const;
const cascade: Cascade = { ...gated, kind: 'cascade', retry: false, raiseEffort: false, ladder };
const speculation: Speculation = { ...gated, kind: 'speculation', ladder };
const opinion = (pass: boolean): Answer => ({
  acts: [
    { thinks: 'Is it good? ' },
    { says: JSON.stringify({ pass, problems: pass ? [] : [{ line: 1, message: 'No.' }] }) },
  ],
});

const editTurn = turnTask(
  { kind: 'edit' },
  {
    conversation: {
      system: '',
      messages: [{ role: 'user', text: 'Edit it.' }],
      tools: [{ name: 'str_replace', description: 'Edits a file.', inputSchema: {} }],
    },
  },
);
const calls = callGatesOn({ 'a.ts': 'a;\nb;\n' });
afterAll(() => calls.dispose());

interface Scenario {
  readonly name: string;
  readonly plan: Runnable;
  readonly task?: Task;
  readonly answer: (asked: Asked) => Answer;
  /** What the whole run shows, so that the scenario is the one it is named after. */
  readonly shows: readonly string[];
}

const scenarios: readonly Scenario[] = [
  {
    name: 'a cascade whose first model refuses, and whose stand-in is asked again',
    plan: { ...cascade, retry: true, ladder: [rung('fast', ['p/other']), rung('reasoning')] },
    answer: ({ model, before }) =>
      model === 'fast' && before === 0
        ? { acts: [], ends: 503 }
        : { acts: writes(model === 'reasoning' ? 'right' : 'wrong') },
    shows: [
      'first fast',
      'fallback other',
      'command fail',
      'retry fast',
      'climb reasoning',
      'command pass',
    ],
  },
  {
    name: 'a cascade with a judge',
    plan: { ...cascade, gates: ['judge'], judges: [rung('judge')] },
    answer: ({ model, before }) =>
      model === 'judge' ? opinion(before > 0) : { acts: writes(model) },
    shows: ['first fast', 'judge fail', 'climb reasoning', 'judge pass'],
  },
  {
    name: 'a race that is won in the middle of a tool call of the other',
    plan: speculation,
    answer: ({ model }) => ({
      acts:
        model === 'fast'
          ? writes('right')
          : [{ says: 'I write.' }, { begins: 'write', given: { text: 'It was. '.repeat(20) } }],
    }),
    shows: ['first fast', 'first reasoning', 'command pass', 'won fast'],
  },
  {
    name: 'a race whose quick one fails',
    plan: speculation,
    answer: ({ model }) => ({ acts: writes(model === 'fast' ? 'wrong' : 'right') }),
    shows: ['first fast', 'first reasoning', 'command fail', 'command pass', 'won reasoning'],
  },
  {
    name: 'a stand-in for a model that fails while it thinks',
    plan: { kind: 'direct', choice: rung('fast', ['p/other']) },
    answer: ({ model }) =>
      model === 'fast'
        ? { acts: [{ thinks: 'Hm, ' }, { thinks: 'well, ' }], ends: 'fails' }
        : { acts: writes('right') },
    shows: ['first fast', 'fallback other'],
  },
  {
    name: 'a turn of an agent whose edits do not apply',
    plan: {
      kind: 'direct',
      choice: rung('fast'),
      gate: { calls: 'edits', climb: rung('reasoning') },
    },
    task: editTurn,
    answer: ({ model, before }) => ({
      acts: [
        { says: 'I edit. ' },
        {
          calls: 'str_replace',
          given: {
            file_path: 'a.ts',
            old_string: model === 'reasoning' ? 'b' : `c${before}`,
            new_string: 'd',
          },
        },
      ],
    }),
    shows: ['first fast', 'editApplies fail', 'retry fast', 'climb reasoning', 'editApplies pass'],
  },
];

/** The turns of a run, in words. */
function shownBy(events: readonly RunEvent[]): string[] {
  const names = new Map<string, string>();
  return events.flatMap((event) => {
    if (event.kind === 'attemptStarted') {
      names.set(event.attemptId, event.choice.model.name);
      return [`${event.how} ${event.choice.model.name}`];
    }
    if (event.kind === 'verdict') return [`${event.verdict.gate} ${event.verdict.kind}`];
    return event.kind === 'won' ? [`won ${names.get(event.attemptId)}`] : [];
  });
}

/** Runs until the stop and says what is wrong with the money. */
async function played({ plan, answer, task = taskWith() }: Scenario, wire: WireFormat, stop: Stop) {
  const models = await startPacedModels(wire, answer);
  const account = world.account({
    provider: async () => models.connect(),
    monotonic: models.now,
  });
  const { context, fact, meter } = account;
  const budgetGuard = { limits: () => [], askToRaise: async () => false, spendLimit: meter };
  const judges = plan.kind === 'direct' ? [] : plan.judges;
  const { requestId } = fact;
  const judge = createJudgeGate({ requestId, judges, context, budgetGuard });
  const gates = new Map<GateName, Gate>([
    ['command', noWrongs],
    ['judge', judge],
  ]);
  const user = new AbortController();
  const request = { task, plan, gates, maxOutputTokens: 1000, budgetGuard, fact };
  const whole = { ...request, mustPass: true, callGates: async () => calls.gates };
  const events = await readUntil(run(whole, context, user.signal), stop, { user, models });
  const wrongs = await moneyWrongs(account, models);
  await models.close();
  return { events, wrongs, rows: account.rows() };
}

const never: Stop = { way: 'returns', after: Number.POSITIVE_INFINITY };

describe.each(wires)('$name', (wire) => {
  test.each(scenarios)(
    '$name: stopped after any event, all of it is booked',
    async (scenario) => {
      const whole = await played(scenario, wire, never);
      expect(shownBy(whole.events)).toEqual(expect.arrayContaining([...scenario.shows]));
      expect(whole.wrongs).toEqual([]);
      const stops = whole.events.flatMap((_, at) => ways.map((way) => ({ way, after: at + 1 })));
      const wrongs = await Promise.all(
        stops.map(async (stop) => {
          const { events, wrongs } = await played(scenario, wire, stop);
          return wrongs.map(
            (wrong) =>
              `${stop.way} after ${stop.after} (${events[stop.after - 1]?.kind}): ${wrong}`,
          );
        }),
      );
      expect(wrongs.flat()).toEqual([]);
    },
    60_000,
  );
});
