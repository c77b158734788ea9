import { countedNanoUsd } from './audit.ts';
import { billOf, outputTokensOf, type ServedCall } from './endpoint.ts';
import { limits, live } from './life.ts';
import type { Stage } from './stage.ts';
import { letOthersWrite } from './others.ts';
import { type SimulatedWindow, killWindow, openWindow } from './window.ts';
import { type Broken, createWorld, type Happened, type World, type WorldOptions } from './world.ts';

/** What was seen in one world. */
export interface Played {
  readonly lives: number;
  readonly answered: number;
  readonly calls: number;
  /** Calls whose row says that its cost is an estimate or unknown. */
  readonly flagged: number;
  /** Calls that were known only to a window that died while nothing could be written. */
  readonly lost: number;
  readonly billedNanoUsd: number;
  readonly bookedNanoUsd: number;
  readonly broken: readonly Broken[];
  readonly history: readonly Happened[];
  /** Times that the same request asked a model for the first time. */
  readonly firsts: number;
  /** Calls by what their server did. */
  readonly asked: Readonly<Record<string, number>>;
}

const hangsAfterMs = 6 * 3_600_000;

/** Plays a world to its end, and looks at everything that was promised. */
export async function playWorld(stage: Stage, options: WorldOptions): Promise<Played> {
  const world = createWorld(stage, options);
  const { time, weather } = world;
  let begun = 0;
  let living = 0;
  let answered = 0;
  function begin(): void {
    begun += 1;
    const window = world.chance.oneOf(world.windows.filter(({ isAlive }) => isAlive));
    living += 1;
    livesOf(window, 1);
    const workflow = workflowOf(world);
    void live(world, window, workflow).then(
      ({ isAnswered }) => {
        // A time limit of the code still ends lives of a window that died; they were counted then.
        if (!window.isAlive) return;
        answered += Number(isAnswered);
        living -= 1;
        livesOf(window, -1);
      },
      (bug: Error) => world.tell('the world', 'no bugs', String(bug.stack)),
    );
    if (begun < weather.lives) time.after(world.chance.between(0, 2 * weather.pauseMs), begin);
  }
  const lives = new Map<SimulatedWindow, number>();
  const livesOf = (window: SimulatedWindow, change: number) =>
    lives.set(window, (lives.get(window) ?? 0) + change);
  time.after(0, begin);
  letOthersWrite(world);
  planEvents(world, (dead) => {
    living -= lives.get(dead) ?? 0;
    lives.delete(dead);
  });
  const isOver = () => (begun >= weather.lives && living === 0) || world.broken.length > 0;
  await time.run(() => isOver() || time.awake() > hangsAfterMs);
  if (time.awake() > hangsAfterMs)
    world.tell('the world', 'every request ends', `${living} do not`);
  if (world.broken.length === 0) await closeWorld(world);
  const sums = world.broken.length === 0 ? compareBills(world) : noSums;
  world.disk.close();
  const { broken, history, served } = world;
  const asked: Record<string, number> = {};
  for (const { script } of served) asked[script.fault] = (asked[script.fault] ?? 0) + 1;
  const firsts = new Set(served.map(({ requestId, model }) => `${requestId} ${model.reference}`))
    .size;
  return { lives: begun, answered, calls: served.length, firsts, asked, ...sums, broken, history };
}

/** Some requests belong to a workflow, which has a limit of its own. */
function workflowOf({ chance, weather, product }: World): Parameters<typeof live>[2] {
  if (weather.isPlain || !chance.isTrue(0.1)) return {};
  const capNanoUsd = chance.oneOf([5e6, 50e6]);
  return { meter: product.createMeter({ name: 'the workflow', capNanoUsd }) };
}

function planEvents(world: World, onDeath: (window: SimulatedWindow) => void): void {
  const { time, weather, chance, windows, trace } = world;
  for (const atMs of weather.deathsMs) {
    time.after(atMs, () => {
      const alive = windows.filter(({ isAlive }) => isAlive);
      const window = chance.oneOf(alive);
      killWindow(world, window);
      onDeath(window);
      openWindow(world);
    });
  }
  for (const { atMs, byMs } of weather.jumps) {
    time.after(atMs, () => {
      trace('the clock', `jumps by ${byMs} ms`);
      time.jump(byMs);
    });
  }
  for (const { atMs, forMs } of weather.sleeps) {
    time.after(atMs, () => {
      trace('the computer', `sleeps for ${forMs} ms`);
      time.sleep(forMs);
    });
  }
}

/** The windows close one after the other, the last one tidies up, and all sums must agree. */
async function closeWorld(world: World): Promise<void> {
  const { time, windows, audit } = world;
  world.disk.onWrite = () => undefined;
  let isDone = false;
  const troublesOverMs = Math.max(0, ...world.weather.troubles.map(({ untilMs }) => untilMs));
  const work = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      time.after(Math.max(0, troublesOverMs - time.now()) + 10_000, resolve);
    });
    for (const window of windows.filter(({ isAlive }) => isAlive)) {
      await window.ledger.latencies();
      await compareStandings(world, window);
      await window.ledger.close();
    }
    // Beyond every lease, also one of a clock that was a day ahead.
    time.jump(3 * 24 * 3_600_000);
    const last = openWindow(world);
    await last.ledger.latencies();
    await new Promise<void>((resolve) => {
      time.after(110_000, resolve);
    });
    await compareStandings(world, last);
    await compareReport(world, last);
    await last.ledger.close();
    isDone = true;
  };
  void work().catch((thrown: Error) => {
    world.tell('the world', 'no bugs', String(thrown.stack));
    isDone = true;
  });
  await time.run(() => isDone);
  audit.close();
  const waiting = world.disk.files.get('/simulated/ledger-pending.jsonl');
  if (waiting) world.tell('the file', 'what waited is recorded and no longer waits', waiting);
  const refused = world.disk.files.get('/simulated/ledger-refused.jsonl');
  if (refused) world.tell('the file', 'the ledger takes every fact', refused);
}

/** The balances say what the rows say, also those that a window has added up since it began. */
async function compareStandings(world: World, window: SimulatedWindow): Promise<void> {
  const all = { budgetId: 'all', capNanoUsd: 1, span: { fromMs: 0 } };
  const [standing] = await window.ledger.standings([all]);
  const expected = { real: bookedSum(world, false), practice: bookedSum(world, true) };
  const told = { real: standing!.spentNanoUsd, practice: standing!.practice.spentNanoUsd };
  const isRight = expected.real === told.real && expected.practice === told.practice;
  const words = `${JSON.stringify(told)}, not ${JSON.stringify(expected)}`;
  if (!isRight) world.tell('the file', 'balances are the sum of the rows', words);
}

async function compareReport(world: World, window: SimulatedWindow): Promise<void> {
  const report = await window.ledger.report({ span: { fromMs: 0 }, timeZone: 'UTC' });
  const expected = bookedSum(world, false);
  if (report.total.nanoUsd === expected) return;
  const detail = `${report.total.nanoUsd}, not ${expected}`;
  world.tell('the file', 'the report is the sum of the rows', detail);
}

function bookedSum({ audit }: World, isPractice: boolean): number {
  const booked = [...audit.attempts.values()].filter((each) => each.isPractice === isPractice);
  return booked.reduce((sum, each) => sum + countedNanoUsd(each), 0);
}

const noSums = { flagged: 0, lost: 0, billedNanoUsd: 0, bookedNanoUsd: 0 };

/** Holds each row against the server's own bill. */
function compareBills(world: World): typeof noSums {
  const sums = { ...noSums };
  const asked = new Set<string>();
  for (const served of world.served) {
    const { attemptId } = served;
    if (asked.has(attemptId))
      world.tell(attemptId, 'one call for each reservation', 'a second call');
    asked.add(attemptId);
    checkTime(world, served);
    const booked = world.audit.attempts.get(attemptId);
    if (!booked) {
      if (mayBeLost(world, served)) sums.lost += 1;
      else world.tell(attemptId, 'every call has its row', served.model.reference);
      continue;
    }
    const end = booked.corrected ?? booked.settled;
    const bill = billOf(served, world.product);
    sums.billedNanoUsd += bill ?? 0;
    sums.bookedNanoUsd += end?.nanoUsd ?? 0;
    if (end?.source === 'estimated' || end?.source === 'unknown') sums.flagged += 1;
    const wrong = wrongIn(end, bill, served);
    if (wrong) world.tell(attemptId, 'the ledger is the bill, or says that it is not sure', wrong);
  }
  const living = new Set(world.windows.flatMap(({ isAlive, id }) => (isAlive ? [id] : [])));
  const owners = new Map(world.served.map(({ attemptId, owner }) => [attemptId, owner]));
  for (const booked of world.audit.attempts.values()) {
    const end = booked.corrected ?? booked.settled;
    // What a window that died could not write is written by another, in its own name.
    const isOfLiving = owners.get(booked.attemptId)?.isAlive !== false;
    if (end?.outcome === 'orphaned' && living.has(booked.windowId) && isOfLiving) {
      world.tell(booked.attemptId, 'a living window settles its own calls', booked.windowId);
    }
    const nanoUsd = (booked.corrected ?? booked.settled)?.nanoUsd ?? 0;
    const isFree = nanoUsd === 0 || booked.settled?.outcome === 'orphaned';
    if (!asked.has(booked.attemptId) && !isFree && !booked.attemptId.startsWith('other')) {
      world.tell(booked.attemptId, 'what was never sent costs nothing', String(nanoUsd));
    }
  }
  return sums;
}

function wrongIn(
  end: { readonly source: string; readonly nanoUsd: number | null } | undefined,
  bill: number | undefined,
  served: ServedCall,
): string | undefined {
  if (!end) return 'no end';
  const { script, finished, call } = served;
  const words = `${end.source} ${end.nanoUsd}, the bill says ${bill} (${script.fault}, usage ${script.usage})`;
  if (end.source === 'unknown') return served.model.prices.length === 0 ? undefined : words;
  if (bill === undefined) return words;
  if (end.source !== 'estimated') return end.nanoUsd === bill ? undefined : words;
  // A server whose prices are not those of the list may bill more than anybody can know.
  const isOwnPrice = script.usage === 'priced' && finished === undefined;
  // So may one that does not keep to the limit it was given.
  const isOverLimit = outputTokensOf(served) > call.maxOutputTokens;
  // What a server itself says in doubt is as good as nothing.
  const isDoubtful = script.usage === 'doubtful' && finished !== undefined;
  return isOwnPrice || isOverLimit || isDoubtful || end.nanoUsd! >= bill ? undefined : words;
}

function mayBeLost(world: World, { owner }: ServedCall): boolean {
  const isUnwritable = world.weather.troubles.length > 0;
  return isUnwritable && !owner.isAlive && world.weather.budgets.length === 0;
}

function checkTime({ tell }: World, served: ServedCall): void {
  const { attemptId, beganAwakeMs, endedAwakeMs, abortedAwakeMs, script } = served;
  if (endedAwakeMs === undefined) return tell(attemptId, 'every call ends', script.fault);
  const took = endedAwakeMs - beganAwakeMs;
  if (took > limits.totalMs + 1000) tell(attemptId, 'a call ends within its limits', `${took} ms`);
  const patienceMs = Math.max(limits.connectMs, limits.firstByteMs, limits.silenceMs) + 1000;
  if (served.longestWaitMs > patienceMs) {
    tell(attemptId, 'a silent server is given up', `after ${served.longestWaitMs} ms`);
  }
  const late = abortedAwakeMs === undefined ? 0 : endedAwakeMs - abortedAwakeMs;
  if (late > script.abortMs + 100) tell(attemptId, 'an abort ends a call', `after ${late} ms`);
}
