import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTriageWorld } from '../../../../bench/triage/world.ts';
import type { Played } from '../../../../demo/practiceServer/call.ts';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import { decideRequest, type RequestEvent, runRequest } from '../../../../src/execution/request.ts';
import { openReadOnly } from '../../../../src/ledger/database/openReadOnly.ts';
import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';
import type { Conversation } from '../../../../src/routing/conversation.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import { conversationTask } from '../../../../src/routing/task.ts';
import { callGatesOn } from '../../../support/callGates.ts';

/*
 * Gated turns over real HTTP: a model of the practice server calls an agent's tools, the gates look at files in
 * memory, and the ledger is a real one.
 */

const files = { 'src/cart.ts': 'export const total = (a: number) => a;\n' };
const kit = callGatesOn(files);

const tools = [
  {
    name: 'replace_string_in_file',
    description: 'Edits a file.',
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(
        ['filePath', 'oldString', 'newString'].map((name) => [name, { type: 'string' }]),
      ),
      required: ['filePath', 'oldString', 'newString'],
    },
  },
  {
    name: 'read_file',
    description: 'Reads a file.',
    inputSchema: { type: 'object', properties: { filePath: { type: 'string' } } },
  },
];
const conversation: Conversation = {
  system: 'You are an agent in an editor.',
  messages: [{ role: 'user', text: 'Add a discount.' }],
  tools,
};

const editOf = (oldString: string, newString = '=> a * 0.9', text = ''): Played => ({
  text,
  toolCalls: [
    {
      name: 'replace_string_in_file',
      given: { filePath: 'src/cart.ts', oldString, newString },
    },
  ],
});
const good = editOf('=> a');
const missing = editOf('=> b');
const broken = editOf('=> a', '=> (a');
const says = (text: string): Played => ({ text, toolCalls: [] });

let practice: PracticeServer;
let scratch: string;
/** What models answer, in the order in which they are asked. */
let script: Played[] = [];
const heard: string[] = [];
beforeAll(
  async () =>
    void (practice = await startPracticeServer({
      pace: 0,
      play: (_, __, body) => {
        heard.push(JSON.stringify(body));
        return script.shift();
      },
    })),
);
afterAll(async () => {
  await practice.close();
  kit.dispose();
});
beforeEach(async () => {
  practice.reset();
  heard.length = 0;
  scratch = await mkdtemp(join(tmpdir(), 'gated-'));
});
afterEach(() => rm(scratch, { recursive: true }));

interface Asked {
  readonly answers: readonly Played[];
  readonly tiers?: Readonly<Record<string, readonly string[]>>;
  /** False for a client whose turns nobody gates. */
  readonly isGated?: boolean;
  /** The most calls that the budget allows. */
  readonly most?: number;
  readonly see?: (event: RequestEvent, abort: AbortController) => void;
}

/** Asks for one turn, and collects what its client gets and what the ledger keeps. */
async function asked({ answers, tiers, isGated = true, most = 9, see = () => undefined }: Asked) {
  script = [...answers];
  const { context, close } = await openTriageWorld(practice.url, scratch, (settings) => ({
    ...settings,
    ...(tiers && { 'tierwise.tiers': tiers }),
  }));
  const task = conversationTask(
    { id: 't', type: 'feature', instruction: 'Add a discount.', turn: readTurn(conversation)! },
    conversation,
  );
  const situation = await context.situation('');
  // The first turn of a loop would begin at the top, from where nothing climbs.
  const turns = [{ tiers: { plan: 'fast' }, origin: 'settings' }] as const;
  const limits = { request: { ...usualLimits.request, calls: most }, run: usualLimits.run };
  const { decision } = decideRequest(task, {
    ...situation,
    limits,
    policy: { ...situation.policy, turns },
  });
  const { plan } = decision;
  if (plan.kind !== 'direct') throw new Error(JSON.stringify(plan));
  const abort = new AbortController();
  const events: RequestEvent[] = [];
  const request = {
    task,
    decision,
    plan,
    asker: { requestId: 'r', sessionId: 's', workspace: 'w', subject: 'agent' },
    maxOutputTokens: 4000,
    budgetGuard: { limits: () => [], askToRaise: async () => false },
    gates: () => Promise.reject(new Error('A turn has no gates of answers.')),
    ...(isGated && { callGates: async () => kit.gates }),
  };
  try {
    for await (const event of runRequest(request, context, abort.signal)) {
      events.push(event);
      see(event, abort);
    }
    await practice.idle();
  } finally {
    await close();
  }
  return { ...gotOf(events), events, ...kept(), billed: practice.billing() };
}

/** What the client of a turn gets. */
function gotOf(events: readonly RequestEvent[]) {
  const end = events.flatMap((event) => (event.kind === 'finished' ? [event.end] : []))[0]!;
  return {
    end,
    words: events.map((event) => (event.kind === 'text' ? event.text : '')).join(''),
    calls: events.flatMap((event) => (event.kind === 'toolCall' ? [event.call.argumentsJson] : [])),
    asked: events.flatMap((event) =>
      event.kind === 'attemptStarted' ? [`${event.how} ${event.choice.tier}`] : [],
    ),
    verdicts: events.flatMap((event) =>
      event.kind === 'verdict' ? [`${event.verdict.gate} ${event.verdict.kind}`] : [],
    ),
  };
}

/** What the ledger holds of the request. */
function kept() {
  const database = openReadOnly(join(scratch, 'ledger.sqlite'));
  try {
    const all = <Row>(sql: string) => database.prepare(sql).all() as Row[];
    return {
      settled: all<{ model: string; outcome: string; nanoUsd: number }>(
        `SELECT model, outcome, cost_nano_usd AS nanoUsd
         FROM settlement JOIN reservation USING (attempt_id) ORDER BY reservation.rowid`,
      ),
      open: all('SELECT 1 FROM unsettled').length,
      failures: all("SELECT 1 FROM verdict WHERE verdict = 'fail'").length,
    };
  } finally {
    database.close();
  }
}

const argumentsOf = ({ toolCalls }: Played) => toolCalls.map(({ given }) => JSON.stringify(given));
const wires = ['practice-compatible', 'practice-openai', 'practice-anthropic'];
const onWire = (wire: string) => ({
  fast: [`${wire}/practice-small`],
  balanced: [`${wire}/practice-medium`],
  reasoning: [`${wire}/practice-large`],
});

test.each(wires)(
  '%s: a bad edit is asked for again, and the client gets only the good one',
  async (wire) => {
    const turn = await asked({ answers: [missing, good], tiers: onWire(wire) });
    expect(turn.asked).toEqual(['first fast', 'retry fast']);
    expect(turn.calls).toEqual(argumentsOf(good));
    expect(turn.end.toolCalls.map(({ argumentsJson }) => argumentsJson)).toEqual(argumentsOf(good));
    expect(turn.verdicts).toEqual([
      'arguments pass',
      'editApplies fail',
      'arguments pass',
      'editApplies pass',
      'fileParses pass',
    ]);
    // The model sees its call, and what was found.
    expect(heard[1]).toContain('=> b');
    expect(heard[1]).toContain('the text to replace is not in the file');
    expect(turn.settled.map(({ outcome }) => outcome)).toEqual(['complete', 'complete']);
    expect([turn.open, turn.failures]).toEqual([0, 1]);
    expect(turn.settled.map(({ nanoUsd }) => nanoUsd)).toEqual(
      turn.billed.map(({ nanoUsd }) => nanoUsd),
    );
  },
);

test('a second bad edit takes the turn one tier up, which sees both', async () => {
  const turn = await asked({ answers: [missing, broken, good] });
  expect(turn.asked).toEqual(['first fast', 'retry fast', 'climb balanced']);
  expect(turn.calls).toEqual(argumentsOf(good));
  expect(turn.settled.map(({ model }) => model)).toEqual([
    'practice-compatible/practice-small',
    'practice-compatible/practice-small',
    'practice-openai/practice-medium',
  ]);
  expect(turn.open).toBe(0);
  expect(heard[2]).toContain('is not in the file');
  expect(heard[2]).toMatch(/fileParses check failed/);
});

test('when nothing passes, the last answer is handed on with its calls', async () => {
  const turn = await asked({ answers: [missing, missing, broken] });
  expect(turn.calls).toEqual(argumentsOf(broken));
  expect(turn.end).toMatchObject({ outcome: 'complete', choice: { tier: 'balanced' } });
  expect(turn.events.at(-1)).toMatchObject({ kind: 'finished', end: { text: '' } });
});

test('a try that breaks off never takes the place of an answer, and the next tier is asked', async () => {
  const failing = (faults: number) => (event: RequestEvent) => {
    if (event.kind !== 'verdict' || event.verdict.kind !== 'fail') return;
    practice.addFaults(
      ...Array.from({ length: faults }, () => ({ kind: 'status', status: 500 }) as const),
    );
  };
  const alone = await asked({ answers: [missing], see: failing(2) });
  expect(alone.asked).toEqual(['first fast', 'retry fast', 'climb balanced']);
  expect(alone.calls).toEqual(argumentsOf(missing));
  expect(alone.end.error).toBeUndefined();
  expect(alone.open).toBe(0);
  const climbed = await asked({ answers: [missing, good], see: failing(1) });
  expect(climbed.calls).toEqual(argumentsOf(good));
  expect(heard.at(-1)!.match(/is not in the file/g)).toHaveLength(1);
});

test('a budget that does not allow another try leaves the answer as it is', async () => {
  const turn = await asked({ answers: [missing, good], most: 1 });
  expect(turn.calls).toEqual(argumentsOf(missing));
  expect(turn.end.error).toBeUndefined();
  expect(turn.settled).toHaveLength(1);
});

test('a first call that fails is told, as it is without gates', async () => {
  practice.addFaults({ kind: 'status', status: 500 });
  const turn = await asked({ answers: [] });
  expect([turn.asked, turn.calls]).toEqual([['first fast'], []]);
  expect(turn.end.error).toBeDefined();
});

test('words before the first call are handed on as they come, and those of the next try follow', async () => {
  const order: string[] = [];
  const see = (event: RequestEvent) =>
    void order.push(event.kind === 'attemptStarted' ? event.how : event.kind);
  const turn = await asked({
    answers: [editOf('=> b', '', 'I edit it.'), editOf('=> a', '=> 2', 'Once more.')],
    see,
  });
  expect(turn.words).toBe('I edit it.\n\nOnce more.');
  expect(turn.end.text).toBe(turn.words);
  expect(order.indexOf('text')).toBeLessThan(order.indexOf('retry'));
  expect(order.filter((kind) => kind === 'toolCall')).toHaveLength(1);
  expect(order.indexOf('toolCall')).toBeGreaterThan(order.lastIndexOf('verdict'));
});

test('what the provider wants back is that of the answer that is handed on, with the words that it is of', async () => {
  const turn = await asked({
    answers: [editOf('=> b', '', 'I edit it.'), editOf('=> a', '=> 2', 'Once more.')],
    tiers: { ...onWire('practice-anthropic'), fast: ['practice-anthropic/practice-large'] },
  });
  const states = turn.events.flatMap((event) =>
    event.kind === 'attemptEnded' ? [event.end.state?.items] : [],
  );
  expect(states[0]).not.toEqual(states[1]);
  expect(turn.end.state).toMatchObject({ items: states[1], text: 'Once more.' });
  // The rejected try went back to its own provider with what it thought.
  expect(heard[1]).toContain('"signature"');
});

test('whoever cancels between two tries gets nothing more, and all is settled', async () => {
  const turn = await asked({
    answers: [missing, good],
    see: (event, abort) => {
      if (event.kind === 'attemptStarted' && event.how === 'retry') abort.abort();
    },
  });
  expect(turn.calls).toEqual([]);
  expect(turn.settled[0]).toMatchObject({ outcome: 'complete' });
  expect(turn.open).toBe(0);
});

test('whoever cancels when a gate has failed is asked for no other try', async () => {
  const turn = await asked({
    answers: [missing, good],
    see: (event, abort) => {
      if (event.kind === 'verdict' && event.verdict.kind === 'fail') abort.abort();
    },
  });
  expect([turn.asked, turn.calls, turn.open]).toEqual([['first fast'], [], 0]);
});

test('an edit that passes, other calls and words are asked for once', async () => {
  expect((await asked({ answers: [good] })).asked).toEqual(['first fast']);
  const look = { text: 'I look. ', toolCalls: [{ name: 'read_file', given: { filePath: 7 } }] };
  const looked = await asked({ answers: [look] });
  expect([looked.words, looked.calls, looked.verdicts]).toEqual([
    'I look. ',
    ['{"filePath":7}'],
    [],
  ]);
  const spoken = await asked({ answers: [says('It is done.')] });
  expect([spoken.words, spoken.calls, spoken.verdicts]).toEqual(['It is done.', [], []]);
});

test('without gates, what a model calls is handed on as it is', async () => {
  const turn = await asked({ answers: [missing], isGated: false });
  expect([turn.asked, turn.calls, turn.verdicts]).toEqual([
    ['first fast'],
    argumentsOf(missing),
    [],
  ]);
});
