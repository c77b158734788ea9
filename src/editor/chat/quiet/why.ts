import type { AttemptEnd } from '../../../execution/events.ts';
import type { RequestStory } from '../../../ledger/reports.ts';
import { choicesOf } from '../../../routing/decision.ts';
import { describeExpected, explain, explainWhy } from '../../../routing/explain.ts';
import { explainUnavailability } from '../../../routing/explainPassedOver.ts';
import { describePriceDoubt } from '../../../routing/hindsight/stalePrices.ts';
import { moneyOf, named } from '../../../routing/models/accounts.ts';
import { displayName } from '../../../routing/models/catalog.ts';
import { describeCost } from '../../../routing/models/money.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import type { MadeDecision } from '../../platform/runNews.ts';
import { costSourceWords } from './costSource.ts';
import { say } from '../../platform/say.ts';

const nobodyAsked = say('*No model was asked for this, and it cost nothing.*');

/** The last decision of a chat in plain words, as Markdown. `end` is omitted when nothing was asked. */
export function whyWords(
  { task, decision, doubts, classified }: MadeDecision,
  end?: AttemptEnd,
): string {
  const { plan, rejected, pressure, baseline } = decision;
  const models = choicesOf(plan).map(({ tier, model }) =>
    say('- Tier **{0}**, model {1}', escapeMarkdown(tier), `\`${model.reference}\``),
  );
  const facts = [
    ...models,
    say('- Why: {0}', escapeMarkdown(explainWhy(decision, say))),
    ...(classified
      ? [
          say(
            '- Your words were read as {0}, {1} % sure. If that is wrong, run *Tierwise: Correct Task Type…*',
            classified.taskType,
            Math.round(classified.confidence * 100),
          ),
        ]
      : []),
    ...(pressure ? [] : [say('- No budget changed this.')]),
    ...(models.length > 0 ? [say('- Expected: {0}', describeExpected(decision, say))] : []),
    ...(end ? [say('- It cost: {0}', costWords(end))] : []),
    ...(baseline
      ? [say('- Savings are measured against {0}', escapeMarkdown(displayName(baseline)))]
      : []),
    ...doubts.map((doubt) => `- ${escapeMarkdown(describePriceDoubt(doubt, say))}`),
  ];
  const passedOver = rejected.map(
    ({ model, unavailability }) =>
      `- **${escapeMarkdown(displayName(model))}**: ${escapeMarkdown(explainUnavailability(unavailability, say))}`,
  );
  return [
    escapeMarkdown(explain(task, decision, say)),
    facts.join('\n'),
    passedOver.length > 0
      ? `${say('Passed over:')}\n\n${passedOver.join('\n')}`
      : say('No model was passed over.'),
    nobodyAsked,
  ].join('\n\n');
}

/** The same of a turn that only the ledger remembers. */
export function whyWordsOfStory({ request }: RequestStory): string {
  return [
    escapeMarkdown(request.reason),
    say(
      '- Tier **{0}**, model {1}',
      escapeMarkdown(request.tier),
      escapeMarkdown(request.modelName),
    ),
    say('This window was loaded again since, so what was passed over is no longer known.'),
    nobodyAsked,
  ].join('\n\n');
}

function costWords({ choice, cost }: AttemptEnd): string {
  const amount = named(moneyOf(choice.model.simulated), describeCost(cost, say), say);
  return `${amount} (${costSourceWords[cost.source]})`;
}
