import { type Amount, estimateFinder } from '../../../evaluation/finder/estimate.ts';
import type { PlannedRun } from '../../../evaluation/run/evaluate.ts';
import { moneyOfCandidate } from '../../../evaluation/candidate.ts';
import { formatMoney, type Money, named } from '../../../routing/models/accounts.ts';
import { formatUsd, nanoUsdOf } from '../../../routing/models/money.ts';
import { joined, toSay } from '../../../routing/say.ts';
import { say } from '../../platform/say.ts';

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
      ? say('Run the evaluation “{0}”?', only!.evaluation.name)
      : say('Run {0} evaluations?', runs.length);
  const kept = say('Answers that are kept from earlier runs are not paid again.');
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
    count === 1
      ? say('{0}: 1 fixture on {1}.', evaluation.name, names)
      : say('{0}: {2} fixtures on {1}.', evaluation.name, names, count),
    say(
      'Expected: {0} calls, {1}. If the cheapest passes right away: {2} calls, {3}. At most {4} calls, {5}.',
      expected.calls,
      costWords(run, 'expected'),
      low.calls,
      costWords(run, 'low'),
      high.calls,
      costWords(run, 'high'),
    ),
    ...batchWords(run),
    ...leftOut.map(({ name, why }) => say('Left out: {0}. {1}', name, why)),
    ...(estimate.provable
      ? []
      : [say('The fixtures are too few to prove all thresholds. Add some for a sure result.')]),
  ].join('\n');
}

/** What the run costs when it waits; nothing where no batch can bring an answer. */
function batchWords({ batch, input, estimate }: PlannedRun): string[] {
  if (!batch) return [];
  const kinds = [...new Set(input.candidates.map(moneyOfCandidate))];
  const [only, another] = kinds;
  const names = joined(batch.names, toSay('{0} and {1}'), say);
  const { expected } = batch.estimate;
  // Practice money and real money are never added up.
  if (!only || another)
    return [say('{0} can also be asked by a batch, within a day, for less.', names)];
  return [
    say(
      'Run now for about {0}, or as a batch within a day for about {1} ({2} calls): {3} can wait, and a batch asks about all fixtures together.',
      amountWords(estimate.expected, only),
      amountWords(expected, only),
      expected.calls,
      names,
    ),
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
    if (which === 'low') return formatMoney(money, 0, say);
    return amountWords(estimateFinder({ ...input, candidates })[which], money);
  };
  return say('{0} and {1}', part('real'), part('practice'));
}

function amountWords({ nanoUsd }: Amount, money: Money): string {
  return nanoUsd === undefined
    ? named(money, say('cost unknown'), say)
    : formatMoney(money, nanoUsd, say);
}

function capWords(runs: readonly PlannedRun[], capUsd: number | undefined): string {
  const written = runs.flatMap(({ evaluation: { name, maxUsd } }) =>
    maxUsd === undefined ? [] : [`${name} $${maxUsd}`],
  );
  const files = written.length > 0 && say('Caps of the files: {0}.', written.join(', '));
  if (capUsd !== undefined) {
    return [say('Cap: {0} for all of it.', `$${capUsd}`), files].filter(Boolean).join(' ');
  }
  if (written.length === runs.length) return say('Cap: {0}, as the files say.', written.join(', '));
  return [say('Cap: none for all of it; your budgets hold.'), files].filter(Boolean).join(' ');
}

/** What is left of a cap, USD; undefined without one. Each kind of money may use the whole cap. */
export function leftOfCap(
  capUsd: number | undefined,
  spent: Readonly<Record<Money, number>>,
): number | undefined {
  if (capUsd === undefined) return undefined;
  return Math.max(0, (nanoUsdOf(capUsd) - Math.max(spent.real, spent.practice)) / 1e9);
}
