import { appliedForm } from '../../execution/answer/files/changesInstead.ts';
import type { AttemptReason } from '../../execution/events.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import { describeReasoning } from '../../routing/classify/reasoningLevel.ts';
import { choicesOf } from '../../routing/decision.ts';
import {
  describeChoice,
  describeExpected,
  describeGate,
  explain,
  explainUnavailability,
} from '../../routing/explain.ts';
import { describePriceDoubt } from '../../routing/hindsight/stalePrices.ts';
import { describeCosts } from '../../routing/models/accounts.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { Verdict } from '../../routing/verdict.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import type { MadeDecision } from '../platform/runNews.ts';
import { type Answer, costsOf, insuranceOf, type Rung } from './answer.ts';
import { findingItem } from './findingItem.ts';

/** A decision as Markdown: why, the price, what was passed over, and how each attempt went. */
export function decisionStory(
  { task, decision, doubts, classified }: MadeDecision,
  answer?: Answer,
): string {
  const { plan, rejected, baseline } = decision;
  const passedOver = rejected.map(
    ({ model, unavailability }) =>
      `- **${escapeMarkdown(displayName(model))}**: ${explainUnavailability(unavailability)}`,
  );
  const models = choicesOf(plan).map(({ model }) => `\`${model.reference}\``);
  const between = plan.kind === 'speculation' ? ' beside ' : ', then ';
  const facts = [
    ...(classified ? [`- ${describeClassification(classified)}`] : []),
    `- Task: ${task.type} on ${escapeMarkdown(task.path)}, lines ${task.target.startLine} to ${task.target.endLine}`,
    ...(models.length > 0
      ? [`- Model: ${models.join(between)}`, `- Expected cost: ${describeExpected(decision)}`]
      : []),
    ...(plan.kind === 'direct' && plan.gate
      ? [`- ${escapeMarkdown(describeGate(plan.gate))}`]
      : []),
    ...doubts.map((doubt) => `- ${escapeMarkdown(describePriceDoubt(doubt))}`),
    ...(baseline
      ? [`- Savings are measured against ${escapeMarkdown(displayName(baseline))}`]
      : []),
  ];
  const attempts = (answer?.rungs ?? []).map((rung, index) =>
    describeAttempt(rung, index, answer!),
  );
  const outcome = answer && describeOutcome(answer);
  return [
    escapeMarkdown(explain(task, decision)),
    facts.join('\n'),
    ...(passedOver.length > 0 ? ['Passed over:', passedOver.join('\n')] : []),
    ...(attempts.length > 0 ? ['## What happened', attempts.join('\n')] : []),
    ...(outcome ? [outcome] : []),
  ].join('\n\n');
}

/** How a task type was found: `Recognised as refactor, 82 % sure (word: rename). …`. */
function describeClassification(classified: Classification): string {
  const { taskType, confidence, reasoning, signals } = classified;
  const why = signals.length > 0 ? ` (${signals.map(escapeMarkdown).join(', ')})` : '';
  return `Recognised as ${taskType}, ${Math.round(confidence * 100)} % sure${why}. Its need for reasoning is ${describeReasoning(reasoning)}. If this is wrong, run *Tierwise: Correct Task Type…*.`;
}

const howWords: Readonly<Record<AttemptReason, string>> = {
  first: '',
  climb: '',
  retry: ' again, with the findings',
  effort: ' again, with more effort',
  again: ' again, after a failure that may pass',
  fallback: ' instead',
  larger: ' instead, because the task was too long for the model before',
};

function describeAttempt(
  { attemptId, choice, how, end, text, verdicts }: Rung,
  index: number,
  { winnerId, task }: Answer,
): string {
  const ended = end
    ? `${end.outcome}, ${describeCosts([{ cost: end.cost, simulated: choice.model.simulated }])}, ${(end.latencyMs / 1000).toFixed(1)} s`
    : 'running';
  const won = attemptId === winnerId ? ', passed first' : '';
  const form = end && appliedForm(task, text);
  const written = form ? `, ${form}` : '';
  const heading = `${index + 1}. **${escapeMarkdown(describeChoice(choice))}**${howWords[how]}: ${ended}${won}${written}`;
  const error = end?.error ? [`    - ${escapeMarkdown(end.error.message)}`] : [];
  return [heading, ...error, ...verdicts.map(describeVerdict)].join('\n');
}

function describeOutcome(answer: Answer): string {
  const insurance = insuranceOf(answer).flatMap(costsOf);
  return [
    insurance.length > 0 ? `Insurance, paid for speed: ${describeCosts(insurance)}.` : '',
    answer.regretted
      ? `You accepted this answer and then ${answer.regretted} it: it counts as a wrong accept.`
      : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function describeVerdict(verdict: Verdict): string {
  const charge = verdict.charge
    ? ` (${escapeMarkdown(verdict.charge.by)}, ${describeCosts([verdict.charge])})`
    : '';
  if (verdict.kind === 'pass') return `    - ${verdict.gate}: pass${charge}`;
  if (verdict.kind === 'couldNotRun') {
    return `    - ${verdict.gate}: could not run, ${escapeMarkdown(verdict.why)}${charge}`;
  }
  return [
    `    - ${verdict.gate}: **fail**${charge}`,
    ...verdict.evidence.slice(0, 8).map(findingItem),
  ].join('\n');
}
