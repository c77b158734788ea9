import { describeChoice, explainReason } from '../routing/explain.ts';
import { describeCost, totalCost } from '../routing/money.ts';
import { taskTypeLabels } from '../routing/taskTypeFacts.ts';
import type { AttemptOutcome } from '../ledger/facts.ts';
import { currentChoice, isRunning, type Answer, type Rung } from './answer.ts';

const outcomeWords: Readonly<Record<AttemptOutcome, string>> = {
  complete: '',
  truncated: 'stopped at the output limit, so it cannot be accepted',
  cutOff: 'cut off before its end, so it cannot be accepted',
  refused: 'the model declined',
  empty: 'the model sent no text',
  cancelled: 'cancelled; what arrived is kept',
  failed: 'failed',
};

/** An answer's tab: `Refactor cart.ts · balanced (Medium)`, `Refactor cart.ts · fast → reasoning`. */
export function answerTitle({ task, plan }: Answer): string {
  const file = task.path.slice(task.path.lastIndexOf('/') + 1);
  const who =
    plan.kind === 'cascade'
      ? plan.ladder.map(({ tier }) => tier).join(' → ')
      : describeChoice(plan.choice);
  return `${taskTypeLabels[task.type]} ${file} · ${who}`;
}

/** One line on an answer: who gives it, what it cost, why that model, how it stands. */
export function answerStatus(answer: Answer): string {
  return `${describeChoice(currentChoice(answer))} · ${answerStanding(answer)}`;
}

/** The same without who gives it, for places where a title says that. */
export function answerStanding(answer: Answer): string {
  const costs = answer.rungs.flatMap(({ end }) => end?.cost ?? []);
  const parts = [
    answer.plan.kind === 'cascade' ? describeLadder(answer) : '',
    isRunning(answer) ? '' : costs.length > 0 ? describeCost(totalCost(costs)) : '',
    answer.plan.kind === 'direct' && isRunning(answer) ? 'running' : outcomeOf(answer),
    explainReason(answer.decision.reason),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The ladder as it stands: `fast failed diagnostics: 2 problems · reasoning running`. */
function describeLadder(answer: Answer): string {
  return answer.rungs
    .map((rung) => `${rung.choice.tier} ${describeRung(rung, answer)}`)
    .join(' · ');
}

function describeRung({ verdicts, end }: Rung, answer: Answer): string {
  if (!end) return isRunning(answer) ? 'running' : 'cancelled';
  if (end.error) return `failed: ${end.error.kind}`;
  const failed = verdicts.find((verdict) => verdict.kind === 'fail');
  if (failed) return `failed ${failed.gate}: ${problems(failed.evidence.length)}`;
  if (isRunning(answer)) return 'being checked';
  return verdicts.some(({ kind }) => kind === 'pass') ? 'passed' : 'unchecked';
}

function problems(count: number): string {
  return `${count} ${count === 1 ? 'problem' : 'problems'}`;
}

function outcomeOf(answer: Answer): string {
  if (isRunning(answer)) return '';
  return outcomeWords[answer.end?.outcome ?? 'cancelled'];
}
