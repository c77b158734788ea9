import { expect, test } from 'vitest';
import type { RunEvent } from '../../../../src/execution/events.ts';
import type { Candidate, Gate } from '../../../../src/execution/gates/gate.ts';
import { speculate } from '../../../../src/execution/plan/speculate.ts';
import type { Speculation } from '../../../../src/routing/decision.ts';
import {
  after,
  type Answer,
  asked,
  drain,
  eventsOf,
  fails,
  fenced,
  hangs,
  looksForever,
  noWrongs,
  rung,
  type Script,
  scriptedWorld,
  streams,
  text,
  usage,
  type World,
  writes,
} from '../../../support/scriptedRun.ts';
import { taskWith } from '../../../support/tasks.ts';

function start(world: World, plan: Partial<Speculation> = {}, gate: Gate = noWrongs) {
  return speculate(
    {
      requestId: 'request',
      task: taskWith(),
      maxOutputTokens: 1000,
      plan: {
        kind: 'speculation',
        judges: [],
        gates: [gate.name],
        caps: { attempts: 9 },
        ladder: [rung('fast'), rung('reasoning')],
        ...plan,
      },
      gates: new Map([[gate.name, gate]]),
    },
    world.context,
    world.controller.signal,
  );
}

async function play(script: Script, plan: Partial<Speculation> = {}, gate: Gate = noWrongs) {
  // The clock of this world stands still; a cap on seconds uses its own timer.
  const world = scriptedWorld(script, { monotonic: () => 0 });
  return { ...world, ...(await drain(start(world, plan, gate))) };
}

const ends = (events: readonly RunEvent[], model: string) =>
  eventsOf(events, 'attemptEnded').filter(({ end }) => end.choice.model.reference === model);

/** Answers that are given only once all of them have been asked for. */
function together(...codes: string[]): Answer[] {
  const all = Promise.withResolvers<void>();
  let waiting = 0;
  return codes.map(
    (code) =>
      async function* answer(call, signal) {
        waiting += 1;
        if (waiting === codes.length) all.resolve();
        yield* after(all.promise, writes(code))(call, signal);
      },
  );
}

test('all rungs start before one of them ends', async () => {
  const [fast, reasoning] = together('wrong', 'right');
  const world = await play({ 'p/fast': [fast!], 'p/reasoning': [reasoning!] });
  expect(asked(world)).toEqual(['p/fast', 'p/reasoning']);
  expect(eventsOf(world.events, 'attemptStarted').map(({ how }) => how)).toEqual([
    'first',
    'first',
  ]);
  expect(world.end.text).toBe(fenced('right'));
});

const winners: [string, winner: string, loser: string][] = [
  ['the cheaper', 'p/fast', 'p/reasoning'],
  ['the more expensive one', 'p/reasoning', 'p/fast'],
];
test.each(winners)(
  'the first that passes wins, be it %s, and the other is stopped at that moment and paid',
  async (_, winner, loser) => {
    const began = Promise.withResolvers<void>();
    const world = scriptedWorld({
      [loser]: [hangs('half', began.resolve)],
      [winner]: [after(began.promise, writes('right'))],
    });
    const abortedAtEvent: boolean[] = [];
    const { events, end } = await drain(start(world), () =>
      abortedAtEvent.push(world.log.includes(`abort ${loser}`)),
    );
    expect(end.choice.model.reference).toBe(winner);

    // No event comes between the pass and the win, and by then the other is aborted.
    const won = events.findIndex(({ kind }) => kind === 'won');
    expect(events[won]).toEqual({ kind: 'won', attemptId: end.attemptId });
    expect(events[won - 1]).toMatchObject({ kind: 'verdict', verdict: { kind: 'pass' } });
    expect(abortedAtEvent.slice(won - 1, won + 1)).toEqual([false, true]);
    expect(world.log).not.toContain(`abort ${winner}`);

    const [lost] = ends(events, loser);
    expect(lost!.end).toMatchObject({ outcome: 'cancelled', text: 'half' });
    expect(events.indexOf(lost!)).toBeGreaterThan(won);
    const settled = world.settlements.find(({ attemptId }) => attemptId === lost!.end.attemptId);
    expect(settled).toMatchObject({ outcome: 'cancelled', cost: { source: 'estimated' } });
    expect(settled!.cost.nanoUsd).toBeGreaterThan(0);
    expect(world.settlements).toHaveLength(2);
  },
);

test('one that passes second does not win as well', async () => {
  const [fast, reasoning] = together('right', 'right');
  const world = await play({ 'p/fast': [fast!], 'p/reasoning': [reasoning!] });
  expect(eventsOf(world.events, 'won')).toHaveLength(1);
  expect(eventsOf(world.events, 'won')[0]!.attemptId).toBe(world.end.attemptId);
});

test('an answer that fails its gates leaves the others running', async () => {
  const failed = Promise.withResolvers<void>();
  const world = scriptedWorld({
    'p/fast': [writes('wrong')],
    'p/reasoning': [after(failed.promise, writes('right'))],
  });
  const { end } = await drain(start(world), (event) => {
    if (event.kind === 'verdict' && event.verdict.kind === 'fail') failed.resolve();
  });
  expect(end.choice.tier).toBe('reasoning');
  expect(world.log.filter((entry) => entry.startsWith('abort'))).toEqual([]);
});

test('the gates of the others are interrupted, which is no verdict', async () => {
  const looking = Promise.withResolvers<void>();
  const slow = looksForever(looking.resolve);
  const gate: Gate = {
    name: 'command',
    check: (candidate, signal) =>
      (candidate.origin?.choice.tier === 'fast' ? slow : noWrongs).check(candidate, signal),
  };
  const world = await play(
    { 'p/fast': [writes('right')], 'p/reasoning': [after(looking.promise, writes('right'))] },
    {},
    gate,
  );
  expect(world.end.choice.tier).toBe('reasoning');
  expect(eventsOf(world.events, 'verdict').map(({ attemptId }) => attemptId)).toEqual([
    world.end.attemptId,
  ]);
});

const noneGood: [string, Script, winner: string][] = [
  [
    'the strongest',
    { 'p/fast': [writes('wrong')], 'p/reasoning': [writes('wrong')] },
    'p/reasoning',
  ],
  [
    'a whole one rather than a part',
    {
      'p/fast': [writes('wrong')],
      'p/reasoning': [streams([text(fenced('wrong')), usage])],
    },
    'p/fast',
  ],
  [
    'an answer rather than an error',
    { 'p/fast': [writes('wrong')], 'p/reasoning': [fails('badRequest')] },
    'p/fast',
  ],
  [
    'the strongest one’s error',
    { 'p/fast': [fails('badKey')], 'p/reasoning': [fails('badRequest')] },
    'p/reasoning',
  ],
];
test.each(noneGood)('when none passes, it ends with %s', async (_, script, winner) => {
  const { events, end } = await play(script);
  expect(end.choice.model.reference).toBe(winner);
  expect(eventsOf(events, 'won')).toEqual([]);
  expect(eventsOf(events, 'capped')).toEqual([]);
});

const bothHang = () => ({ 'p/fast': [hangs()], 'p/reasoning': [hangs()] });
/** Calls `then` after this many text events. */
function atText(count: number, then: () => void): (event: RunEvent) => void {
  let seen = 0;
  return ({ kind }) => {
    if (kind === 'text') seen += 1;
    if (kind === 'text' && seen === count) then();
  };
}
const allStopped = ['abort p/fast', 'abort p/reasoning'];
const stopped = ({ log }: Pick<World, 'log'>) =>
  log.filter((entry) => entry.startsWith('abort')).toSorted();

test('a developer who cancels stops all, and all are paid', async () => {
  const world = scriptedWorld(bothHang());
  const { events, end } = await drain(
    start(world),
    atText(2, () => world.controller.abort()),
  );
  expect(stopped(world)).toEqual(allStopped);
  expect(world.settlements.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
  expect(end.outcome).toBe('cancelled');
  expect(eventsOf(events, 'won')).toEqual([]);
  expect(eventsOf(events, 'capped')).toEqual([]);
});

test('a gate that the developer interrupts is no pass', async () => {
  const world = scriptedWorld({ 'p/fast': [writes('right')], 'p/reasoning': [hangs()] });
  const gate = looksForever(() => world.controller.abort());
  const { events } = await drain(start(world, {}, gate));
  expect(eventsOf(events, 'verdict')).toEqual([]);
  expect(eventsOf(events, 'won')).toEqual([]);
});

const lastHeard: [string, (event: RunEvent) => boolean][] = [
  ['their first beginning', ({ kind }) => kind === 'attemptStarted'],
  ['their first text', ({ kind }) => kind === 'text'],
];
test.each(lastHeard)(
  'a listener that leaves at %s stops all, and all are paid',
  async (_, isLast) => {
    const world = scriptedWorld(bothHang());
    for await (const event of start(world)) if (isLast(event)) break;
    expect(world.reservations.map(({ model }) => model)).toEqual(['p/fast', 'p/reasoning']);
    expect(world.settlements.map(({ outcome }) => outcome)).toEqual(['cancelled', 'cancelled']);
  },
);

test('a bug in one of them stops the others and is thrown', async () => {
  const began = Promise.withResolvers<void>();
  const bug = new TypeError('bug');
  const world = scriptedWorld({
    'p/fast': [hangs('half', began.resolve)],
    'p/reasoning': [after(began.promise, streams([], bug))],
  });
  await expect(drain(start(world))).rejects.toBe(bug);
  expect(stopped(world)).toEqual(['abort p/fast']);
});

test('the cap on seconds stops all, and says so', async () => {
  const world = await play(bothHang(), { caps: { attempts: 9, seconds: 0.02 } });
  expect(stopped(world)).toEqual(allStopped);
  expect(world.end.outcome).toBe('cancelled');
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'seconds' });
});

test('a rung that cannot be reached falls back inside its tier', async () => {
  const world = await play(
    { 'p/fast': [fails('overloaded')], 'q/other': [writes('right')], 'p/reasoning': [hangs()] },
    { ladder: [rung('fast', ['q/other']), rung('reasoning')] },
  );
  expect(world.end.choice.model.reference).toBe('q/other');
  expect(eventsOf(world.events, 'attemptStarted').map(({ how }) => how)).toEqual([
    'first',
    'first',
    'fallback',
  ]);
});

test('no more rungs start than the cap on attempts allows', async () => {
  const world = await play({ 'p/fast': [writes('wrong')] }, { caps: { attempts: 1 } });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'attempts' });
});

test('the money is shared: at worst all together stay below the cap', async () => {
  const nanoUsd = 3_000_000;
  const script = { 'p/fast': [writes('wrong')], 'p/reasoning': [writes('wrong')] };
  const world = await play(script, { caps: { attempts: 9, nanoUsd } });
  const worst = world.reservations.map((fact) => fact.worstCaseNanoUsd!);
  expect(worst).toHaveLength(2);
  expect(worst[0]! + worst[1]!).toBeLessThanOrEqual(nanoUsd);
  // No money stays unused, except for less than the price of a token each.
  expect(worst[0]! + worst[1]!).toBeGreaterThan(nanoUsd - 10_000);
});

test('a rung that its share cannot pay for is left out', async () => {
  const script = { 'p/fast': [writes('wrong')], 'p/reasoning': [writes('wrong')] };
  const world = await play(script, { caps: { attempts: 9, nanoUsd: 600_000 } });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.end.choice.tier).toBe('fast');
  expect(world.events.at(-1)).toEqual({ kind: 'capped', cap: 'money' });
});

test('gates know that no attempt follows the strongest', async () => {
  const seen: Record<string, boolean> = {};
  const gate: Gate = {
    name: 'command',
    check(candidate: Candidate, signal) {
      const { choice, last } = candidate.origin!;
      seen[choice.tier] = last;
      return noWrongs.check(candidate, signal);
    },
  };
  const script = { 'p/fast': [writes('wrong')], 'p/reasoning': [writes('wrong')] };
  await play(script, {}, gate);
  expect(seen).toEqual({ fast: false, reasoning: true });
});
