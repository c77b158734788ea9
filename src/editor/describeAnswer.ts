import { describeChoice, explainReason } from '../routing/explain.ts';
import { describeCost } from '../routing/money.ts';
import { taskTypeLabels } from '../routing/taskTypeFacts.ts';
import type { AttemptOutcome } from '../ledger/facts.ts';
import { isRunning, type Answer } from './answer.ts';

const outcomeWords: Readonly<Record<AttemptOutcome, string>> = {
  complete: 'complete',
  truncated: 'stopped at the output limit, so it cannot be accepted',
  cutOff: 'cut off before its end, so it cannot be accepted',
  refused: 'the model declined',
  empty: 'the model sent no text',
  cancelled: 'cancelled; what arrived is kept',
  failed: 'failed',
};

/** An answer's tab: `Refactor cart.ts · balanced (Medium)`. */
export function answerTitle({ task, decision }: Answer): string {
  const file = task.path.slice(task.path.lastIndexOf('/') + 1);
  const { plan } = decision;
  const choice = plan.kind === 'direct' ? ` · ${describeChoice(plan.choice)}` : '';
  return `${taskTypeLabels[task.type]} ${file}${choice}`;
}

/** One line on an answer: who gives it, what it cost, why that model, how it stands. */
export function answerStatus(answer: Answer): string {
  const { plan } = answer.decision;
  const who = plan.kind === 'direct' ? `${describeChoice(plan.choice)} · ` : '';
  return who + answerStanding(answer);
}

/** The same without who gives it, for places where a title says that. */
export function answerStanding(answer: Answer): string {
  const { decision, end } = answer;
  const parts = [
    end ? describeCost(end.cost) : isRunning(answer) ? 'running' : '',
    outcomeOf(answer),
    explainReason(decision.reason),
  ];
  return parts.filter(Boolean).join(' · ');
}

function outcomeOf(answer: Answer): string {
  if (isRunning(answer)) return '';
  const outcome = answer.end?.outcome ?? 'cancelled';
  return outcome === 'complete' ? '' : outcomeWords[outcome];
}
