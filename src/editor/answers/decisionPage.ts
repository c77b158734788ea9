import { appliedForm } from '../../execution/answer/files/changesInstead.ts';
import type { AttemptReason } from '../../execution/events.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import { describeReasoning } from '../../routing/classify/reasoningLevel.ts';
import { choicesOf } from '../../routing/decision.ts';
import { describeChoice, describeExpected, describeGate, explain } from '../../routing/explain.ts';
import { explainUnavailability } from '../../routing/explainPassedOver.ts';
import { describePriceDoubt } from '../../routing/hindsight/stalePrices.ts';
import { describeCosts } from '../../routing/models/accounts.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { Verdict } from '../../routing/verdict.ts';
import { joined, toSay } from '../../routing/say.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import type { MadeDecision } from '../platform/runNews.ts';
import { type Answer, costsOf, insuranceOf, type Rung } from './answer.ts';
import { nameOf, say } from '../platform/say.ts';
import { findingItem } from './findingItem.ts';

/** A decision as Markdown: why, the price, what was passed over, and how each attempt went. */
export function decisionStory(
  { task, decision, doubts, classified }: MadeDecision,
  answer?: Answer,
): string {
  const { plan, rejected, baseline } = decision;
  const passedOver = rejected.map(
    ({ model, unavailability }) =>
      `- **${escapeMarkdown(displayName(model))}**: ${explainUnavailability(unavailability, say)}`,
  );
  const models = choicesOf(plan).map(({ model }) => `\`${model.reference}\``);
  const between = plan.kind === 'speculation' ? toSay('{0} beside {1}') : toSay('{0}, then {1}');
  const facts = [
    ...(classified ? [`- ${describeClassification(classified)}`] : []),
    say(
      '- Task: {0} on {1}, lines {2} to {3}',
      task.type,
      escapeMarkdown(task.path),
      task.target.startLine,
      task.target.endLine,
    ),
    ...(models.length > 0
      ? [
          say('- Model: {0}', joined(models, between, say)),
          say('- Expected cost: {0}', describeExpected(decision, say)),
        ]
      : []),
    ...(plan.kind === 'direct' && plan.gate
      ? [`- ${escapeMarkdown(describeGate(plan.gate, say))}`]
      : []),
    ...doubts.map((doubt) => `- ${escapeMarkdown(describePriceDoubt(doubt, say))}`),
    ...(baseline
      ? [say('- Savings are measured against {0}', escapeMarkdown(displayName(baseline)))]
      : []),
  ];
  const attempts = (answer?.rungs ?? []).map((rung, index) =>
    describeAttempt(rung, index, answer!),
  );
  const outcome = answer && describeOutcome(answer);
  return [
    escapeMarkdown(explain(task, decision, say)),
    facts.join('\n'),
    ...(passedOver.length > 0 ? [say('Passed over:'), passedOver.join('\n')] : []),
    ...(attempts.length > 0 ? [say('## What happened'), attempts.join('\n')] : []),
    ...(outcome ? [outcome] : []),
  ].join('\n\n');
}

/** How a task type was found: `Recognised as refactor, 82 % sure (word: rename). …`. */
function describeClassification(classified: Classification): string {
  const { taskType, confidence, reasoning, signals } = classified;
  const [percent, need] = [Math.round(confidence * 100), describeReasoning(reasoning, say)];
  return signals.length > 0
    ? say(
        'Recognised as {0}, {1} % sure ({2}). Its need for reasoning is {3}. If this is wrong, run *Tierwise: Correct Task Type…*.',
        taskType,
        percent,
        signals.map(escapeMarkdown).join(', '),
        need,
      )
    : say(
        'Recognised as {0}, {1} % sure. Its need for reasoning is {2}. If this is wrong, run *Tierwise: Correct Task Type…*.',
        taskType,
        percent,
        need,
      );
}

const howWords: Readonly<Record<AttemptReason, string>> = {
  first: '',
  climb: '',
  retry: toSay('again, with the findings'),
  effort: toSay('again, with more effort'),
  again: toSay('again, after a failure that may pass'),
  fallback: toSay('instead'),
  larger: toSay('instead, because the task was too long for the model before'),
};

function describeAttempt(
  { attemptId, choice, how, end, text, verdicts }: Rung,
  index: number,
  { winnerId, task }: Answer,
): string {
  const ended = end
    ? [
        nameOf(end.outcome),
        describeCosts([{ cost: end.cost, simulated: choice.model.simulated }], say),
        `${(end.latencyMs / 1000).toFixed(1)} s`,
      ].join(', ')
    : say('running');
  const won = attemptId === winnerId ? `, ${say('passed first')}` : '';
  const again = howWords[how] === '' ? '' : ` ${say(howWords[how])}`;
  const form = end && appliedForm(task, text, say);
  const written = form ? `, ${form}` : '';
  const heading = `${index + 1}. **${escapeMarkdown(describeChoice(choice, say))}**${again}: ${ended}${won}${written}`;
  const error = end?.error ? [`    - ${escapeMarkdown(end.error.message)}`] : [];
  return [heading, ...error, ...verdicts.map(describeVerdict)].join('\n');
}

function describeOutcome(answer: Answer): string {
  const insurance = insuranceOf(answer).flatMap(costsOf);
  return [
    insurance.length > 0
      ? say('Insurance, paid for speed: {0}.', describeCosts(insurance, say))
      : '',
    answer.regretted
      ? answer.regretted === 'undid'
        ? say('You accepted this answer and then undid it: it counts as a wrong accept.')
        : say('You accepted this answer and then escalated it: it counts as a wrong accept.')
      : '',
  ]
    .filter(Boolean)
    .join('\n\n');
}

function describeVerdict(verdict: Verdict): string {
  const charge = verdict.charge
    ? ` (${escapeMarkdown(verdict.charge.by)}, ${describeCosts([verdict.charge], say)})`
    : '';
  if (verdict.kind === 'pass') return `    - ${verdict.gate}: ${say('pass')}${charge}`;
  if (verdict.kind === 'couldNotRun') {
    const why = say('{0}: could not run, {1}', verdict.gate, escapeMarkdown(verdict.why));
    return `    - ${why}${charge}`;
  }
  return [
    `    - ${verdict.gate}: ${say('**fail**')}${charge}`,
    ...verdict.evidence.slice(0, 8).map(findingItem),
  ].join('\n');
}
