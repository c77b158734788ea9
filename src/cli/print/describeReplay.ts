import type { Costs, Replay, WhyLeftOut } from '../../evaluation/replay.ts';
import { formatUsd } from '../../routing/models/money.ts';

const reasons: Readonly<Record<WhyLeftOut, string>> = {
  practice: 'practice models took part, whose costs are not real',
  noUsage: 'nobody told its tokens',
  unknownCost: 'nobody knows what it cost',
  noPrice: 'a model had no price on that day (--models may name one)',
  refused: 'the policy would not have run it',
};

/** A replay as a table for people. */
export function describeReplay(replay: Replay, keywordRules: readonly string[]): string {
  const { requests, total } = replay;
  const parts = [
    [`Compared: ${total.requests} of ${requests} pieces of work`, ...leftOut(replay)],
    ...(total.requests > 0 ? [byTaskType(replay), byTier(replay)] : []),
    [...sureness(replay), ...blindness(keywordRules)],
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

/** Nothing of practice money was really paid. */
function paid(simulated: boolean): string {
  return simulated ? 'practice' : 'paid';
}

/** The first column to the left, figures to the right. */
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

function sureness(replay: Replay): string[] {
  const { known, estimated, onPriors, simulated, checksNanoUsd, total } = replay;
  if (total.requests === 0) return [];
  return [
    `What this policy would have cost is known for ${known}, where it asks what was asked, and estimated for ${estimated}.`,
    ...(onPriors > 0
      ? [
          `For ${onPriors} of them shipped priors say how often a step’s answer passes: hardly any of it was judged so far.`,
        ]
      : []),
    describeChecks(checksNanoUsd),
    ...(simulated
      ? ['Practice models answered: what was paid, and for checks, is practice money.']
      : []),
  ];
}

function describeChecks(nanoUsd: number | undefined): string {
  if (nanoUsd === undefined) {
    return 'What judges and classification cost is not known of every call, and is in no figure.';
  }
  return nanoUsd === 0
    ? 'No judge and no classification was paid for; what this policy’s would have cost is not estimated.'
    : `Judges and classification cost ${formatUsd(nanoUsd)} besides; what this policy’s would have cost is not estimated.`;
}

function blindness(keywordRules: readonly string[]): string[] {
  if (keywordRules.length === 0) return [];
  const names = keywordRules.map((name) => `“${name}”`).join(', ');
  return [`The ledger keeps no prompts, so rules with keywords matched nothing: ${names}.`];
}
