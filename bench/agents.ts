import { openBill, type PlayedTurn, totalOf } from './agents/bill.ts';
import { type DrawnConversation, drawConversation } from './agents/conversations.ts';
import { bestInHindsight } from './agents/hindsight.ts';
import { type Ladder, ladders, today } from './agents/ladders.ts';
import { costOfThirtyTurns } from './agents/sanity.ts';
import { tierwise } from './agents/tierwise.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

/** What the command line says. */
export interface AgentsOptions {
  /** Conversations to draw. */
  readonly count?: number;
  /** Of the first conversation; the others follow. */
  readonly seed?: number;
}

const usualCount = 1000;
/** The stay or switch was tuned on conversations from 100,000 on. */
const firstSeed = 1;

const ways = [
  'reasoning',
  'balanced',
  'neverSwitch',
  'alwaysSwitch',
  'tierwise',
  'hindsight',
] as const;
type Way = (typeof ways)[number];

const lengths = [
  { name: '12-39', least: 12 },
  { name: '40-119', least: 40 },
  { name: '120-600', least: 120 },
] as const;

/** A conversation as one way went through it. */
interface Played {
  readonly nanoUsd: number;
  /** Turns on the tier that they needed or above; undefined where the tiers are not known. */
  readonly good?: number;
}

interface Row {
  readonly length: string;
  readonly turns: number;
  readonly ways: Readonly<Record<Way, Played>>;
}

/**
 * What long conversations with an agent cost: always on one tier, on each turn's tier whatever a switch
 * costs, as the product decides, and at best in hindsight with the same tiers at least. Each turn's tier is
 * what the product decides where nothing is cached. Simulated at list prices, with the caches of each model.
 */
export async function run(
  _: string | undefined,
  { count = usualCount, seed = firstSeed }: AgentsOptions = {},
): Promise<Figures> {
  const { unmarked, marked } = costOfThirtyTurns();
  const figures: Figures = {
    'check.headMarked': { value: cents(unmarked), unit: 'USD; 4.81 computed apart' },
    'check.allMarked': { value: cents(marked), unit: 'USD; 1.20 computed apart' },
  };
  console.error(
    `\nSimulated: ${count} conversations from seed ${seed}, list prices of ${today}. Quality: turns on the tier that they need, or above.`,
  );
  const conversations = Array.from({ length: count }, (_each, at) => drawConversation(seed + at));
  for (const [at, ladder] of ladders.entries()) {
    const rows = conversations.map((conversation) => rowOf(conversation, ladder));
    console.error(`\n${ladder.name}\n${tableOf(rows)}`);
    Object.assign(figures, figuresOf(`ladder${at + 1}`, rows));
  }
  return figures;
}

function rowOf(conversation: DrawnConversation, ladder: Ladder): Row {
  const { turns } = conversation;
  const bill = openBill(conversation, ladder);
  const { played, wanted } = tierwise(conversation, { bill, ladder });
  const on = (each: readonly PlayedTurn[]): Played => ({
    nanoUsd: totalOf(bill, each),
    good: each.filter(({ tier }, at) => tier >= turns[at]!.neededTier).length,
  });
  const always = (way: PlayedTurn) => on(turns.map(() => way));
  return {
    length: lengths.findLast(({ least }) => turns.length >= least)!.name,
    turns: turns.length,
    ways: {
      reasoning: always({ tier: 2, thinksHarder: false }),
      balanced: always({ tier: 1, thinksHarder: false }),
      neverSwitch: always(wanted[0]!),
      alwaysSwitch: on(wanted),
      tierwise: on(played),
      hindsight: { nanoUsd: bestInHindsight(conversation, wanted, { bill, ladder }) },
    },
  };
}

function tableOf(rows: readonly Row[]): string {
  const parts = [...lengths.map(({ name }) => name), 'all'].map((name) => ({
    name,
    rows: rows.filter(({ length }) => name === 'all' || length === name),
  }));
  const head = ['way', ...parts.map(({ name, rows: { length } }) => `${name} turns (${length})`)];
  const lines = ways.map((way) => [
    way,
    ...parts.map(({ rows: part }) => (part.length === 0 ? 'none' : cellOf(part, way))),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]!.length)),
  );
  return [head, ...lines]
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  '))
    .join('\n');
}

/** `$12.34 (median $0.12), 1.05 of hindsight, 94.1 % good`. */
function cellOf(rows: readonly Row[], way: Way): string {
  const median = percentile(
    rows.map((row) => row.ways[way].nanoUsd),
    0.5,
  );
  const share = goodOf(rows, way);
  return [
    `$${(total(rows, way) / 1e9).toFixed(2)} (median $${(median / 1e9).toFixed(3)})`,
    `×${timesHindsight(rows, way).toFixed(3)}`,
    share === undefined ? '' : `${(share * 100).toFixed(1)} % good`,
  ]
    .filter(Boolean)
    .join(', ');
}

function figuresOf(ladder: string, rows: readonly Row[]): Figures {
  return Object.fromEntries(
    ways.flatMap((way) => [
      [`${ladder}.${way}.cost`, { value: cents(total(rows, way) / 1e9), unit: 'USD (simulated)' }],
      [
        `${ladder}.${way}.aboveHindsight`,
        {
          value: Math.round((timesHindsight(rows, way) - 1) * 1000) / 10,
          unit: '% (simulated)',
        },
      ],
      [
        `${ladder}.${way}.saved`,
        {
          value: Math.round((1 - total(rows, way) / total(rows, 'reasoning')) * 1000) / 10,
          unit: '% of reasoning with its cache (simulated)',
        },
      ],
    ]),
  );
}

function total(rows: readonly Row[], way: Way): number {
  return rows.reduce((sum, row) => sum + row.ways[way].nanoUsd, 0);
}

function timesHindsight(rows: readonly Row[], way: Way): number {
  return total(rows, way) / total(rows, 'hindsight');
}

/** The share of turns on the tier that they needed; undefined where it is not known. */
function goodOf(rows: readonly Row[], way: Way): number | undefined {
  const turns = rows.reduce((sum, row) => sum + row.turns, 0);
  const good = rows.map((row) => row.ways[way].good);
  if (!good.every((each) => each !== undefined)) return undefined;
  return good.reduce((sum, each) => sum + each, 0) / turns;
}

const cents = (usd: number) => Math.round(usd * 100) / 100;
