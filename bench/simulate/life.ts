import type { AttemptContext } from '../../src/execution/attempt/attemptContext.ts';
import type { FallbackContext } from '../../src/execution/attempt/fallback.ts';
import type { BudgetGuard } from '../../src/execution/budgetGuard.ts';
import type { GateKit } from '../../src/execution/gates/gate.ts';
import type { RequestEvent, RequestToRun } from '../../src/execution/request.ts';
import type { OverLimit } from '../../src/ledger/facts.ts';
import type { Limits } from '../../src/providers/http/connection.ts';
import { nanoUsdOf } from '../../src/routing/models/money.ts';
import type { GatedPlan } from '../../src/routing/decision.ts';
import type { Verdict } from '../../src/routing/verdict.ts';
import { developerActs } from './developer.ts';
import { createEndpoint, tokensOf } from './endpoint.ts';
import { makePlan, type Wanted } from './plans.ts';
import { watchEvents } from './watchEvents.ts';
import { type SimulatedWindow, waitFor } from './window.ts';
import type { World } from './world.ts';

/*
 * One request from its beginning to what the developer makes of the answer. The real request runs; whoever
 * reads it may cancel, stop reading or fail at any moment.
 */

/** How a developer behaves. */
export interface Temper {
  /** Cancels after so many milliseconds. */
  readonly cancelsAfterMs?: number;
  /** Stops reading after so many events, and how. */
  readonly stops?: { readonly after: number; readonly way: 'returns' | 'throws' };
}

/** What came of a life. */
export interface Lived {
  readonly requestId: string;
  readonly isAnswered: boolean;
}

export interface LifeOptions {
  readonly escalatedFrom?: string;
  /** The workflow that the request belongs to: a limit of its own. */
  readonly meter?: ReturnType<World['product']['createMeter']>;
}

class ReaderStopped extends Error {}

export const limits: Limits = {
  connectMs: 10_000,
  firstByteMs: 60_000,
  silenceMs: 60_000,
  totalMs: 300_000,
  closingMs: 5_000,
  answerBytes: 1e9,
  lineBytes: 1e9,
  events: 1e9,
};

export async function live(
  world: World,
  window: SimulatedWindow,
  options: LifeOptions = {},
): Promise<Lived> {
  const requestId = world.newId('request');
  const wanted = makePlan(world, window);
  world.trace(requestId, `begins in ${window.id}: ${wanted.plan.kind}`);
  const user = new AbortController();
  const temper = temperOf(world);
  const cancel = (): void => {
    world.trace(requestId, 'is cancelled');
    user.abort();
  };
  const forget =
    temper.cancelsAfterMs === undefined
      ? undefined
      : world.time.after(temper.cancelsAfterMs, cancel, window);
  const context = contextOf(world, window, requestId);
  const watch = watchEvents(world, window, { requestId, ...wanted });
  let end: Extract<RequestEvent, { kind: 'finished' }> | undefined;
  try {
    const asked = toRun(world, window, { requestId, context, ...wanted, ...options });
    let read = 0;
    for await (const event of world.product.runRequest(asked, context, user.signal)) {
      watch.see(event);
      if (event.kind === 'finished') end = event;
      if (++read !== temper.stops?.after) continue;
      world.trace(requestId, `its reader ${temper.stops.way}`);
      if (temper.stops.way === 'throws') throw new ReaderStopped();
      break;
    }
  } catch (thrown) {
    const isOwn =
      thrown instanceof ReaderStopped || (user.signal.aborted && thrown === user.signal.reason);
    if (!isOwn) world.tell(requestId, 'no bugs', String((thrown as Error).stack));
  }
  forget?.();
  watch.ended();
  if (!end) return { requestId, isAnswered: false };
  const acted = await developerActs(world, window, { requestId, end: end.end, context });
  if (acted.escalates) return live(world, window, { escalatedFrom: requestId });
  return { requestId, isAnswered: end.end.outcome === 'complete' };
}

function temperOf({ chance, weather }: World): Temper {
  if (!chance.isTrue(weather.impatience)) return {};
  if (chance.isTrue(0.6)) return { cancelsAfterMs: chance.between(0, 6000) };
  const way = chance.oneOf(['returns', 'throws'] as const);
  return { stops: { after: chance.between(1, 12), way } };
}

function contextOf(world: World, window: SimulatedWindow, requestId: string): FallbackContext {
  const { time, tell, trace, product } = world;
  const newest = new Map<string, string>();
  const noted: AttemptContext['ledger'] = {
    ...window.ledger,
    reserve(fact, given) {
      newest.set(fact.model, fact.attemptId);
      return window.ledger.reserve(fact, given);
    },
  };
  const parts = {
    time,
    owner: window,
    product,
    limits,
    isTraced: world.isTraced,
    trace: (served: { readonly attemptId: string }, words: string) =>
      trace(served.attemptId, words),
  };
  return {
    ledger: noted,
    provider: async (id) =>
      createEndpoint(id, {
        ...parts,
        begin(call) {
          const attemptId = newest.get(`${id}/${call.model}`) ?? '';
          return world.serve({ attemptId, requestId, owner: window }, id, call);
        },
      }),
    countTokens: async (text) => tokensOf(text),
    now: time.wall,
    monotonic: time.now,
    newId: () => world.newId('attempt'),
    report: (bug) => tell(requestId, 'no bugs', String((bug as Error).stack)),
    coolDowns: window.coolDowns,
    retries: {
      ...window.retries,
      began() {
        window.firsts.push(time.now());
        window.retries.began();
      },
    },
  };
}

function toRun(
  world: World,
  window: SimulatedWindow,
  {
    requestId,
    context,
    task,
    plan,
    escalatedFrom,
    meter,
  }: LifeOptions & Wanted & { readonly requestId: string; readonly context: FallbackContext },
): RequestToRun {
  const budgets = guardOf(world, window);
  const budgetGuard = meter ? world.product.withSpendLimit(meter, budgets) : budgets;
  const { sessionId, workspace } = window;
  return {
    task,
    plan,
    decision: { plan, reason: { kind: 'manualPick' }, rejected: [] },
    asker: {
      requestId,
      sessionId,
      workspace,
      subject: 'src/cart.ts:3-5',
      ...(escalatedFrom && { escalatedFrom }),
    },
    // Plain questions are about failures alone: their answers have room.
    maxOutputTokens: world.weather.isPlain ? 1024 : world.chance.oneOf([256, 512, 1024]),
    budgetGuard,
    gates: async (gated) => kitFor(world, window, { requestId, context, budgetGuard, gated }),
    ...(world.chance.isTrue(0.2) && { mustPass: true }),
  };
}

function guardOf(world: World, window: SimulatedWindow): BudgetGuard {
  const { budgets, chance, time } = world;
  return {
    limits: () => budgets.map(({ limit }) => limit(window)),
    async askToRaise({ limit, worstCaseNanoUsd }: OverLimit, signal) {
      await waitFor({ time }, chance.between(100, 20_000), signal, () => window);
      signal.throwIfAborted();
      const budget = budgets.find((each) => each.limit(window).budgetId === limit.budgetId);
      if (!budget || chance.isTrue(0.85)) return false;
      budget.capNanoUsd = limit.capNanoUsd + 10 * (worstCaseNanoUsd ?? nanoUsdOf(1));
      return true;
    },
  };
}

function kitFor(
  { product, chance, time }: World,
  window: SimulatedWindow,
  {
    requestId,
    context,
    budgetGuard,
    gated,
  }: {
    readonly requestId: string;
    readonly context: FallbackContext;
    readonly budgetGuard: BudgetGuard;
    readonly gated: GatedPlan;
  },
): GateKit {
  const judge = product.createJudgeGate({ requestId, judges: gated.judges, context, budgetGuard });
  const command = {
    name: 'command',
    async check(_: unknown, signal: AbortSignal): Promise<Verdict> {
      signal.throwIfAborted();
      await waitFor({ time }, chance.between(10, 5000), signal, () => window);
      signal.throwIfAborted();
      const kind = chance.weighted({ pass: 6, fail: 3, couldNotRun: 1 });
      if (kind === 'pass') return { gate: 'command', kind };
      if (kind === 'couldNotRun') return { gate: 'command', kind, why: 'npm is missing' };
      return { gate: 'command', kind, evidence: [{ line: 1, message: 'expected 1, got 2' }] };
    },
  } as const;
  const gates = [product.completeGate, command, judge];
  return { gates: new Map(gates.map((gate) => [gate.name, gate])), dispose: async () => undefined };
}
