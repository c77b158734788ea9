import { normal, randomFrom } from '../../src/routing/planner/random.ts';
import { nothingYet, type Trouble, type TurnKind } from '../../src/routing/turns/turn.ts';
import { type DrawnKind, type Weight, wantedTier } from './wantedTier.ts';

/*
 * Conversations with an agent, drawn from a stated distribution. Lengths, tokens and times are fitted to
 * the published figures of TraceLab (github.com/uw-syfi/TraceLab at 0b8a262, 2026-06: 4,265 real sessions of
 * two agents, 357,161 model calls; its figures are named at each draw). Nobody publishes how turns divide
 * into kinds, how often checks fail and what each turn needs: those are chosen by judgement and marked so.
 *
 * Kinds and the state of the loop are drawn directly, in place of texts from which `readTurn` would read them.
 * Two things are told apart here that it cannot see: a final answer without a passed check before it, which it
 * reads as what the newest result is, and a look at files for a repair, which it reads as a part of the repair.
 */

/** One call of an agent's model. */
export interface DrawnTurn {
  /** As a request shows it. */
  readonly turn: DrawnKind;
  /** Milliseconds since the conversation began. */
  readonly atMs: number;
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Tokens from the beginning that it shares with every earlier prompt since the last compaction. */
  readonly headTokens: number;
  /** How often the conversation was compacted before. */
  readonly compactions: number;
  /** The tier that does it well, 0 is the lowest; known to nobody beforehand. */
  readonly neededTier: number;
}

export interface DrawnConversation {
  readonly weight: Weight;
  readonly turns: readonly DrawnTurn[];
}

// Long conversations only: in short ones there is nothing to weigh. Half of all sessions have 15 calls or more.
const leastTurns = 12;
// Real sessions go on up to some thousand calls; one in a hundred has more than 1,107.
const mostTurns = 600;

type Random = () => number;

export function drawConversation(seed: number): DrawnConversation {
  const random = randomFrom(seed);
  for (;;) {
    const weight = weightOf(random());
    const turns = drawTurns(random, weight);
    if (turns.length >= leastTurns) return { weight, turns };
  }
}

/** How hard the work is that a conversation is about. Chosen by judgement. */
function weightOf(draw: number): Weight {
  if (draw < 0.2) return 'routine';
  return draw < 0.8 ? 'everyday' : 'hard';
}

function drawTurns(random: Random, weight: Weight): DrawnTurn[] {
  const state = openState(random);
  for (let requests = requestsOf(random); requests > 0; requests -= 1) {
    const kinds = kindsOfRequest(random, stepsOf(random));
    for (const turn of kinds) {
      if (state.turns.length >= mostTurns) return state.turns;
      addTurn(state, { turn, weight }, random);
    }
    // Human wait: median 1.4 minutes, 90 % at most 20.6 minutes.
    state.atMs += 1000 * logNormal(random, 84, 2.1);
    // Chosen by judgement: the developer's words with what is attached to them.
    state.promptTokens += Math.round(logNormal(random, 300, 1));
  }
  return state.turns;
}

interface State {
  readonly turns: DrawnTurn[];
  readonly headTokens: number;
  promptTokens: number;
  atMs: number;
  compactions: number;
}

function openState(random: Random): State {
  // System text and tools: 5,000 to 20,000 tokens in the agents that were looked at.
  const headTokens = Math.round(between(random, 5_000, 20_000));
  const words = Math.round(logNormal(random, 600, 1));
  return { turns: [], headTokens, promptTokens: headTokens + words, atMs: 0, compactions: 0 };
}

/** Clients compact before the smallest window of the ladders (200,000 tokens) is full. Chosen by judgement. */
const compactedAbove = 160_000;
const summaryTokens = 6_000;

function addTurn(
  state: State,
  { turn, weight }: { readonly turn: DrawnKind; readonly weight: Weight },
  random: Random,
): void {
  if (state.promptTokens > compactedAbove) {
    state.promptTokens = state.headTokens + summaryTokens;
    state.compactions += 1;
  }
  const { atMs, promptTokens, headTokens, compactions } = state;
  // Output: median about 220, mean 523.
  const outputTokens = Math.round(
    Math.min(16_000, logNormal(random, 220 * longer[turn.kind], 1.3)),
  );
  state.turns.push({
    turn,
    atMs,
    promptTokens,
    outputTokens,
    headTokens,
    compactions,
    neededTier: neededOf(random, wantedTier(turn, weight)),
  });
  // New input beside the last answer: median 251, mean about 2,000 (6,443 of all steps, less missed caches).
  state.promptTokens += outputTokens + Math.round(Math.min(30_000, logNormal(random, 251, 2.04)));
  // Generation: median 5.7 s, 90 % at most 22.2 s. Tools: median 0.3 s, 90 % at most 13.6 s.
  state.atMs += 1000 * logNormal(random, 5.7, 1.06);
  state.atMs += 1000 * Math.min(600, logNormal(random, 0.3, 2.97));
}

/** How much longer the answers of a kind are than the usual one. Chosen by judgement. */
const longer: Readonly<Record<TurnKind, number>> = {
  plan: 2.5,
  read: 0.6,
  choose: 0.6,
  edit: 2,
  repair: 2,
  answer: 1.5,
};

// Chosen by judgement: one turn in ten is easier or harder than its kind.
function neededOf(random: Random, wanted: number): number {
  const draw = random();
  if (draw < 0.05) return Math.min(2, wanted + 1);
  return draw < 0.1 ? Math.max(0, wanted - 1) : wanted;
}

/** Requests of a session: median 1, mean 9.2, 90 % at most 18, 99 % at most 137. */
function requestsOf(random: Random): number {
  if (random() < 0.55) return 1;
  return Math.min(150, 2 + Math.floor(heavyTail(random, 7.8, 1.3)));
}

/** Calls of a request that follow a tool: a quarter has none, median 1, mean 7.8, 90 % at most 20, 99 % at most 86. */
function stepsOf(random: Random): number {
  return random() < 0.35 ? 0 : Math.floor(heavyTail(random, 12, 2));
}

const next: Readonly<Record<'plan' | 'read' | 'choose' | 'edit' | 'repair', Shares>> = {
  plan: { read: 0.6, choose: 0.25, edit: 0.15 },
  read: { read: 0.55, choose: 0.2, edit: 0.25 },
  choose: { read: 0.35, choose: 0.3, edit: 0.35 },
  edit: { read: 0.2, choose: 0.5, edit: 0.3 },
  repair: { read: 0.25, choose: 0.6, repair: 0.15 },
};
type Shares = Partial<Readonly<Record<TurnKind, number>>>;

/** A check that follows an edit fails so often. Chosen by judgement. */
const failsAfterEdit = 0.3;
const failsAfterRepair = 0.4;

/**
 * The turns of a request: the first one plans, and what follows a check that failed repairs. Chosen by
 * judgement.
 */
function kindsOfRequest(random: Random, steps: number): DrawnKind[] {
  const turns = [turnOf('plan', nothingYet)];
  let troubles: Trouble[] = [];
  let open: 'edit' | 'repair' | undefined;
  let isChecked = false;
  while (turns.length < steps) {
    const before = turns.at(-1)!.kind;
    let kind = before === 'answer' ? 'read' : weighted(random, next[before]);
    if (before === 'choose' && open) {
      const fails = random() < (open === 'edit' ? failsAfterEdit : failsAfterRepair);
      troubles = fails ? [...troubles, checkFailed(turns.length)] : [];
      isChecked = !fails;
      open = undefined;
      if (fails) kind = 'repair';
    }
    if (kind === 'edit' || kind === 'repair') {
      open = kind;
      isChecked = false;
    }
    turns.push(turnOf(kind, { turns: turns.length, troubles, isChecked }));
  }
  // The generator ends a request only when all is well.
  return steps === 0 ? turns : [...turns, turnOf('answer', { turns: turns.length, isChecked })];
}

function checkFailed(turn: number): Trouble {
  return { kind: 'checkFailed', turn, what: 'runTests failed' };
}

function turnOf(kind: TurnKind, loop: Partial<DrawnKind['loop']>): DrawnKind {
  return { kind, by: 'agent', loop: { ...nothingYet, ...loop } };
}

function weighted(random: Random, shares: Shares): TurnKind {
  const entries = Object.entries(shares) as [TurnKind, number][];
  let left = random();
  return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)!)[0];
}

function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

function logNormal(random: Random, median: number, deviation: number): number {
  return median * Math.exp(deviation * normal(random));
}

/** Above x with the probability (1 + x / scale) ^ -power. */
function heavyTail(random: Random, scale: number, power: number): number {
  return scale * ((1 - random()) ** (-1 / power) - 1);
}
