import { expect, test } from 'vitest';
import type { Candidate, Gate } from '../../../../src/execution/gates/gate.ts';
import { cascade } from '../../../../src/execution/plan/cascade.ts';
import type { Cascade, Choice } from '../../../../src/routing/decision.ts';
import { bothWrong, playCascade } from '../../../support/playCascade.ts';
import {
  asked,
  costOfOne,
  drain,
  eventsOf,
  fails,
  fenced,
  finish,
  looksForever,
  noWrongs,
  rung,
  says,
  type Script,
  scriptedWorld,
  streams,
  text,
  usage,
  writes,
} from '../../../support/scriptedRun.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const thinker: Choice = {
  tier: 'fast',
  model: modelWith('p/fast', { capabilities: { reasoning: true } }),
};

test('an answer that passes at once is the end', async () => {
  const { end, log, events } = await playCascade({ 'p/fast': [writes('right')] });
  expect(end.text).toBe(fenced('right'));
  expect(log).toEqual(['reserve p/fast', 'call p/fast', 'settle p/fast complete', 'command pass']);
  expect(eventsOf(events, 'capped')).toEqual([]);
});

test('a ladder is climbed try by try, and each says how it is new', async () => {
  const world = await playCascade(
    {
      'p/fast': [writes('wrong 1'), writes('wrong 2'), writes('wrong 3')],
      'p/reasoning': [writes('right')],
    },
    { plan: { ladder: [thinker, rung('reasoning')], retry: true, raiseEffort: true } },
  );
  expect(asked(world)).toEqual(['p/fast', 'p/fast', 'p/fast@high', 'p/reasoning']);
  expect(eventsOf(world.events, 'attemptStarted').map(({ how }) => how)).toEqual([
    'first',
    'retry',
    'effort',
    'climb',
  ]);
  expect(world.end.choice.tier).toBe('reasoning');
});

test('each try gets all earlier answers and why they failed; all are paid', async () => {
  const world = await playCascade(
    { 'p/fast': [writes('wrong 1'), writes('wrong 2')], 'p/reasoning': [writes('right')] },
    { plan: { retry: true } },
  );
  const earlier = (code: string) =>
    `<earlier-answer model="fast" tier="fast" shortcoming="The command check failed: line 2: test broke.">\n${fenced(code)}\n</earlier-answer>`;
  const prompts = world.calls.map(({ call }) => call.messages[0]!.text);
  expect(prompts[0]).not.toContain('<earlier-answer');
  expect(prompts[1]).toContain(earlier('wrong 1'));
  expect(prompts[2]).toContain(`${earlier('wrong 1')}\n${earlier('wrong 2')}`);
  expect(world.settlements.map(({ cost }) => cost.nanoUsd)).toEqual([
    costOfOne,
    costOfOne,
    costOfOne,
  ]);
});

test('a retry that passes ends the climb', async () => {
  const world = await playCascade(
    { 'p/fast': [writes('wrong'), writes('right')] },
    { plan: { retry: true } },
  );
  expect(asked(world)).toEqual(['p/fast', 'p/fast']);
  expect(world.end.text).toBe(fenced('right'));
});

test('a call that failed is not made again on the same model; the next rung gets the reason', async () => {
  const world = await playCascade(
    { 'p/fast': [fails('unreachable')], 'p/reasoning': [writes('right')] },
    { plan: { ladder: [thinker, rung('reasoning')], retry: true, raiseEffort: true } },
  );
  expect(asked(world)).toEqual(['p/fast', 'p/reasoning']);
  expect(world.calls[1]!.call.messages[0]!.text).toContain('shortcoming="unreachable!"');
  expect(world.end.outcome).toBe('complete');
});

test('a rung falls back inside its tier before the ladder is climbed', async () => {
  const world = await playCascade(
    { 'p/fast': [fails('rateLimited')], 'q/other': [writes('right')] },
    { plan: { ladder: [rung('fast', ['q/other']), rung('reasoning')] } },
  );
  expect(eventsOf(world.events, 'attemptStarted').map(({ how }) => how)).toEqual([
    'first',
    'fallback',
  ]);
  expect(world.end.choice.model.reference).toBe('q/other');
});

test('when every rung fails, the last answer is kept', async () => {
  const world = await playCascade({
    'p/fast': [writes('wrong 1')],
    'p/reasoning': [writes('wrong 2')],
  });
  expect(world.end.text).toBe(fenced('wrong 2'));
  expect(eventsOf(world.events, 'capped')).toEqual([]);
});

test('a gate that is not set up cannot run', async () => {
  const world = await playCascade({ 'p/fast': [writes('wrong')] }, { plan: { gates: ['judge'] } });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.log).toContain('judge couldNotRun');
});

test('a developer who cancels while a gate looks ends the climb without a verdict or a cap', async () => {
  const world = await playCascade(bothWrong, {
    gate: ({ controller }) => looksForever(() => controller.abort()),
  });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.events.at(-1)!.kind).toBe('attemptEnded');
});

test('a gate that breaks could not run, and the answer that was paid for is kept', async () => {
  const bug = new TypeError('bug');
  const gate: Gate = { name: 'command', check: () => Promise.reject(bug) };
  const world = await playCascade(bothWrong, { gate: () => gate });
  expect(asked(world)).toEqual(['p/fast']);
  expect(world.bugs).toEqual([bug]);
});

test('cancelling a running attempt ends the climb', async () => {
  const script: Script = {
    'p/fast': [
      async function* answer(_, signal) {
        yield text('half');
        world.controller.abort();
        signal.throwIfAborted();
      },
    ],
  };
  const world = scriptedWorld(script);
  const plan: Cascade = {
    kind: 'cascade',
    ladder: [rung('fast'), rung('reasoning')],
    gates: ['command'],
    judges: [],
    caps: { attempts: 9 },
    retry: true,
    raiseEffort: false,
  };
  const request = {
    requestId: 'request',
    task: taskWith(),
    maxOutputTokens: 1000,
    plan,
    gates: new Map([['command', noWrongs] as const]),
  };
  const { end } = await drain(cascade(request, world.context, world.controller.signal));
  expect(asked(world)).toEqual(['p/fast']);
  expect(end.outcome).toBe('cancelled');
});

/** Remembers what the gate gets of each candidate. */
function remembering<T>(seen: T[], see: (candidate: Candidate) => T): Gate {
  return {
    name: 'command',
    check: (candidate, signal) => {
      seen.push(see(candidate));
      return noWrongs.check(candidate, signal);
    },
  };
}

const lasts: [string, Script, Partial<Cascade>, (boolean | undefined)[]][] = [
  ['the top of the ladder', bothWrong, {}, [false, true]],
  ['the last attempt allowed', bothWrong, { caps: { attempts: 1 } }, [true]],
  [
    'the last attempt allowed, after one that failed was not repeated',
    { 'p/fast': [fails('unreachable')], 'p/reasoning': [writes('wrong')] },
    { retry: true, caps: { attempts: 2 } },
    [true],
  ],
];
test.each(lasts)('gates know %s', async (_, script, plan, expected) => {
  const seen: (boolean | undefined)[] = [];
  await playCascade(script, { plan, gate: () => remembering(seen, ({ origin }) => origin?.last) });
  expect(seen).toEqual(expected);
});

test('gates know which attempt and model an answer is from', async () => {
  const seen: unknown[] = [];
  const see = ({ origin }: Candidate) => [origin?.attemptId, origin?.choice.model.reference];
  await playCascade(bothWrong, { gate: () => remembering(seen, see) });
  expect(seen).toEqual([
    ['attempt 1', 'p/fast'],
    ['attempt 2', 'p/reasoning'],
  ]);
});

test('with the confidence gate each model is asked how sure it is, and the next does not see it', async () => {
  const plan = { gates: ['command', 'confidence'] } as const;
  const world = await playCascade(
    {
      'p/fast': [says(`${fenced('wrong')}\nConfidence: 77%`)],
      'p/reasoning': [writes('right')],
    },
    { plan },
  );
  const [first, second] = world.calls.map(({ call }) => call);
  expect([first!.system, second!.system]).toEqual([
    expect.stringContaining('`Confidence: NN%`'),
    expect.stringContaining('`Confidence: NN%`'),
  ]);
  expect(second!.messages[0]!.text).toContain('wrong');
  expect(second!.messages[0]!.text).not.toContain('77%');
});

test('without the confidence gate no model is asked how sure it is', async () => {
  const { calls } = await playCascade({ 'p/fast': [writes('right')] });
  expect(calls[0]!.call.system).not.toContain('Confidence');
});

test('an answer that was cut off by its limit is judged like any other', async () => {
  const script = { 'p/fast': [streams([text(fenced('right')), usage, finish('length')])] };
  const outcomes: string[] = [];
  await playCascade(script, {
    plan: { ladder: [rung('fast')] },
    gate: () => remembering(outcomes, ({ outcome }) => outcome),
  });
  expect(outcomes).toEqual(['truncated']);
});
