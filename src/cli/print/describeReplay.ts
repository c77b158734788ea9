import type { Costs, Replay, WhyLeftOut } from '../../evaluation/replay.ts';
import { formatUsd } from '../../routing/models/money.ts';

const reasons: Readonly<Record<WhyLeftOut, string>> = {
  practice: 'practice models took part, and their costs are not real',
  noUsage: 'its number of tokens is unknown',
  unknownCost: 'its cost is unknown',
  noPrice: 'a model had no price on that day (add one with --models)',
  refused: 'the policy would not have run it',
};

/** A replay as a table for people. */
export function describeReplay(replay: Replay, keywordRules: readonly string[]): string {
  const { requests, total } = replay;
  const parts = [
    [`Compared: ${total.requests} of ${requests} pieces of work`, ...leftOut(replay)],
    ...(total.requests > 0 ? [byTaskType(replay), byTier(replay)] : []),
    [...certainty(replay), ...unmatchedRules(keywordRules)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function leftOut({ leftOut: counts }: Replay): string[] {
  return Object.entries(reasons)
    .map(([why, says]) => ({ count: counts[why as WhyLeftOut], says }))
    .filter(({ count }) => count > 0)
    .map(({ count, says }) => `  ${count} left out: ${says}`);
}

function byTaskType({ total, byTaskType: rows, simulated }: Replay): string[] {
  const cells = (name: string, costs: Costs): string[] => [
    name,
    String(costs.requests),
    formatUsd(costs.paidNanoUsd),
    formatUsd(costs.policyNanoUsd),
    formatUsd(costs.strongestNanoUsd),
    formatUsd(costs.cheapestNanoUsd),
  ];
  return table([
    ['task type', 'work', paid(simulated), 'this policy', 'always strongest', 'always cheapest'],
    ...rows.map((row) => cells(row.taskType, row)),
    cells('all', total),
  ]);
}

function byTier({ byTier: rows, simulated }: Replay): string[] {
  return table([
    ['tier', paid(simulated), 'this policy'],
    ...rows.map(({ tier, paidNanoUsd, policyNanoUsd }) => [
      tier,
      formatUsd(paidNanoUsd),
      formatUsd(policyNanoUsd),
    ]),
  ]);
}

/** The heading of the column: practice money was never really paid. */
function paid(simulated: boolean): string {
  return simulated ? 'practice' : 'paid';
}

/** Aligns the first column to the left and figures to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  );
}

function certainty(replay: Replay): string[] {
  const { known, estimated, onPriors, simulated, checksNanoUsd, total } = replay;
  if (total.requests === 0) return [];
  return [
    `What this policy would have cost is known for ${known}, where it asks the same models, and estimated for ${estimated}.`,
    ...(onPriors > 0
      ? [
          `For ${onPriors} of them, shipped priors say how often an answer passes its gates, because too few were judged so far.`,
        ]
      : []),
    describeChecks(checksNanoUsd),
    ...(simulated
      ? ['Practice models answered, so what was paid, also for checks, is practice money.']
      : []),
  ];
}

function describeChecks(nanoUsd: number | undefined): string {
  if (nanoUsd === undefined) {
    return 'What judges and classification cost is unknown for some calls, and no figure includes it.';
  }
  return nanoUsd === 0
    ? 'No judge and no classification was paid for. What those of this policy would have cost is not estimated.'
    : `Judges and classification cost another ${formatUsd(nanoUsd)}. What those of this policy would have cost is not estimated.`;
}

function unmatchedRules(keywordRules: readonly string[]): string[] {
  if (keywordRules.length === 0) return [];
  const names = keywordRules.map((name) => `“${name}”`).join(', ');
  return [`The ledger keeps no prompts, so rules with keywords matched nothing: ${names}.`];
}
