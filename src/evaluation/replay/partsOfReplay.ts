import { formatUsd } from '../../routing/models/money.ts';
import type { Costs, Replay, WhyLeftOut } from './replay.ts';

/** A part of what is told about a replay: plain sentences, then a list, then a table. */
export interface ReplayPart {
  readonly lines?: readonly string[];
  readonly list?: readonly string[];
  /** The first row has the headings; all columns but the first have figures. */
  readonly table?: readonly (readonly string[])[];
}

/** What depends on where a replay is read. */
export interface ReplayWords {
  /** Names of the policy's rules with keywords or reasoning. */
  readonly keywordRules: readonly string[];
  /** How to add a missing price, such as `add one with --models`. */
  readonly addPrice: string;
}

/** A replay in words and figures, for people. */
export function partsOfReplay(
  replay: Replay,
  { keywordRules, addPrice }: ReplayWords,
): ReplayPart[] {
  const { requests, total, simulated } = replay;
  return [
    {
      lines: [
        ...(simulated
          ? ['Simulated: practice models did this work; all its money is practice money.']
          : []),
        `Compared: ${total.requests} of ${requests} pieces of work`,
      ],
      list: leftOut(replay, addPrice),
    },
    ...(total.requests > 0 ? [{ table: byTaskType(replay) }, { table: byTier(replay) }] : []),
    { lines: [...certainty(replay), ...unmatchedRules(keywordRules)] },
  ];
}

function leftOut({ leftOut: counts }: Replay, addPrice: string): string[] {
  const reasons: Readonly<Record<WhyLeftOut, string>> = {
    practice: 'practice models took part, and their costs are not real',
    noUsage: 'its number of tokens is unknown',
    unknownCost: 'its cost is unknown',
    noPrice: `a model had no price on that day (${addPrice})`,
    refused: 'the policy would not have run it',
  };
  return Object.entries(reasons)
    .map(([why, says]) => ({ count: counts[why as WhyLeftOut], says }))
    .filter(({ count }) => count > 0)
    .map(({ count, says }) => `${count} left out: ${says}`);
}

function byTaskType({ total, byTaskType: rows, simulated }: Replay): string[][] {
  const cells = (name: string, costs: Costs): string[] => [
    name,
    String(costs.requests),
    formatUsd(costs.paidNanoUsd),
    formatUsd(costs.policyNanoUsd),
    formatUsd(costs.strongestNanoUsd),
    formatUsd(costs.cheapestNanoUsd),
  ];
  return [
    ['task type', 'work', paid(simulated), 'this policy', 'always strongest', 'always cheapest'],
    ...rows.map((row) => cells(row.taskType, row)),
    cells('all', total),
  ];
}

function byTier({ byTier: rows, simulated }: Replay): string[][] {
  return [
    ['tier', paid(simulated), 'this policy'],
    ...rows.map(({ tier, paidNanoUsd, policyNanoUsd }) => [
      tier,
      formatUsd(paidNanoUsd),
      formatUsd(policyNanoUsd),
    ]),
  ];
}

/** The heading of the column: practice money was never really paid. */
function paid(simulated: boolean): string {
  return simulated ? 'practice' : 'paid';
}

function certainty(replay: Replay): string[] {
  const { known, estimated, onPriors, checksNanoUsd, total } = replay;
  if (total.requests === 0) return [];
  return [
    `What this policy would have cost is known for ${known}, where it asks the same models, and estimated for ${estimated}.`,
    ...(onPriors > 0
      ? [
          `For ${onPriors} of them, shipped priors say how often an answer passes its gates, because too few were judged so far.`,
        ]
      : []),
    describeEscalations(replay),
    describeChecks(checksNanoUsd),
  ];
}

function describeEscalations({ escalated: { was, would }, total }: Replay): string {
  const expected = would === 0 ? 'none' : `about ${would.toFixed(1)}`;
  return `A second tier was asked for ${was} of ${total.requests}, by a plan or by hand; this policy would have asked one for ${expected}. Which of its answers you would have escalated by hand, rejected or undone is unknown.`;
}

function describeChecks(nanoUsd: number | undefined): string {
  return `${whatChecksCost(nanoUsd)} What those of this policy would have cost is not estimated.`;
}

function whatChecksCost(nanoUsd: number | undefined): string {
  if (nanoUsd === undefined) {
    return 'What judges and classification cost is unknown for some calls, and no figure includes it.';
  }
  return nanoUsd === 0
    ? 'No judge and no classification was paid for.'
    : `Judges and classification cost another ${formatUsd(nanoUsd)}.`;
}

function unmatchedRules(keywordRules: readonly string[]): string[] {
  if (keywordRules.length === 0) return [];
  const names = keywordRules.map((name) => `“${name}”`).join(', ');
  return [
    `The ledger keeps no prompts, so rules with keywords or reasoning matched nothing: ${names}.`,
  ];
}

/** Names of the rules that a replay cannot match: those about the developer's words. */
export function keywordRulesOf(
  rules: readonly {
    readonly name: string;
    readonly when: { readonly keywords?: unknown; readonly reasoning?: unknown };
  }[],
): string[] {
  return rules
    .filter(({ when }) => (when.keywords ?? when.reasoning) !== undefined)
    .map(({ name }) => name);
}
