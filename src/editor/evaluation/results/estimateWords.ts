import { type Amount, estimateFinder } from '../../../evaluation/finder/estimate.ts';
import type { PlannedRun } from '../../../evaluation/run/evaluate.ts';
import { moneyOfCandidate } from '../../../evaluation/candidate.ts';
import { formatMoney, type Money, named } from '../../../routing/models/accounts.ts';
import { formatUsd, nanoUsdOf } from '../../../routing/models/money.ts';

/** The question before anything is paid. */
export interface RunQuestion {
  readonly message: string;
  readonly detail: string;
}

/** @param capUsd the most that all runs together may cost, if the developer wrote it down; USD */
export function runQuestion(runs: readonly PlannedRun[], capUsd: number | undefined): RunQuestion {
  const [only] = runs;
  const message =
    runs.length === 1
      ? `Run the evaluation “${only!.evaluation.name}”?`
      : `Run ${runs.length} evaluations?`;
  const kept = 'Answers that are kept from earlier runs are not paid again.';
  return {
    message,
    detail: [...runs.map(runWords), capWords(runs, capUsd), kept].join('\n\n'),
  };
}

/** What one run takes: who is asked how often, what it costs, and what is left out. */
function runWords(run: PlannedRun): string {
  const { evaluation, input, estimate, leftOut } = run;
  const names = input.candidates.map(({ name }) => name).join('; ');
  const count = input.fixtures.length;
  const { low, expected, high } = estimate;
  return [
    `${evaluation.name}: ${count} ${count === 1 ? 'fixture' : 'fixtures'} on ${names}.`,
    `Expected: ${expected.calls} calls, ${costWords(run, 'expected')}. If the cheapest passes right away: ${low.calls} calls, ${costWords(run, 'low')}. At most ${high.calls} calls, ${costWords(run, 'high')}.`,
    ...batchWords(run),
    ...leftOut.map(({ name, why }) => `Left out: ${name}. ${why}`),
    ...(estimate.provable
      ? []
      : ['The fixtures are too few to prove all thresholds. Add some for a sure result.']),
  ].join('\n');
}

/** What the run costs when it waits; nothing where no batch can bring an answer. */
function batchWords({ batch, input, estimate }: PlannedRun): string[] {
  if (!batch) return [];
  const kinds = [...new Set(input.candidates.map(moneyOfCandidate))];
  const [only, another] = kinds;
  const names = batch.names.join(' and ');
  const { expected } = batch.estimate;
  // Practice money and real money are never added up.
  if (!only || another) return [`${names} can also be asked by a batch, within a day, for less.`];
  return [
    `Run now for about ${amountWords(estimate.expected, only)}, or as a batch within a day for about ${amountWords(expected, only)} (${expected.calls} calls): ${names} can wait, and a batch asks about all fixtures together.`,
  ];
}

/** Practice money and real money are never added up, so each has its own estimate. */
function costWords({ input, estimate }: PlannedRun, which: 'low' | 'expected' | 'high'): string {
  const kinds = [...new Set(input.candidates.map(moneyOfCandidate))];
  const [only, another] = kinds;
  if (!only) return formatUsd(0);
  if (!another) return amountWords(estimate[which], only);
  const part = (money: Money) => {
    const candidates = input.candidates.filter((each) => moneyOfCandidate(each) === money);
    // The cheapest may be of the other kind, and then nothing of this kind is asked.
    if (which === 'low') return formatMoney(money, 0);
    return amountWords(estimateFinder({ ...input, candidates })[which], money);
  };
  return `${part('real')} and ${part('practice')}`;
}

function amountWords({ nanoUsd }: Amount, money: Money): string {
  return nanoUsd === undefined ? named(money, 'cost unknown') : formatMoney(money, nanoUsd);
}

function capWords(runs: readonly PlannedRun[], capUsd: number | undefined): string {
  const written = runs.flatMap(({ evaluation: { name, maxUsd } }) =>
    maxUsd === undefined ? [] : [`${name} $${maxUsd}`],
  );
  const files = written.length === 0 ? '' : ` Caps of the files: ${written.join(', ')}.`;
  if (capUsd !== undefined) return `Cap: $${capUsd} for all of it.${files}`;
  if (written.length === runs.length) return `Cap: ${written.join(', ')}, as the files say.`;
  return `Cap: none for all of it; your budgets hold.${files}`;
}

/** What is left of a cap, USD; undefined without one. Each kind of money may use the whole cap. */
export function leftOfCap(
  capUsd: number | undefined,
  spent: Readonly<Record<Money, number>>,
): number | undefined {
  if (capUsd === undefined) return undefined;
  return Math.max(0, (nanoUsdOf(capUsd) - Math.max(spent.real, spent.practice)) / 1e9);
}
