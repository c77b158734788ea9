import type { AttemptEnd } from '../../../execution/events.ts';
import type { RequestStory } from '../../../ledger/reports.ts';
import { choicesOf } from '../../../routing/decision.ts';
import {
  describeExpected,
  explain,
  explainUnavailability,
  explainWhy,
} from '../../../routing/explain.ts';
import { describePriceDoubt } from '../../../routing/hindsight/stalePrices.ts';
import { moneyOf, named } from '../../../routing/models/accounts.ts';
import { displayName } from '../../../routing/models/catalog.ts';
import { describeCost } from '../../../routing/models/money.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import type { MadeDecision } from '../../platform/runNews.ts';
import { costSourceWords } from './costSource.ts';

const nobodyAsked = '*No model was asked for this, and it cost nothing.*';

/** The last decision of a chat in plain words, as Markdown. `end` is omitted when nothing was asked. */
export function whyWords(
  { task, decision, doubts, classified }: MadeDecision,
  end?: AttemptEnd,
): string {
  const { plan, rejected, pressure, baseline } = decision;
  const models = choicesOf(plan).map(
    ({ tier, model }) => `- Tier **${escapeMarkdown(tier)}**, model \`${model.reference}\``,
  );
  const facts = [
    ...models,
    `- Why: ${escapeMarkdown(explainWhy(decision))}`,
    ...(classified
      ? [
          `- Your words were read as ${classified.taskType}, ${Math.round(classified.confidence * 100)} % sure. If that is wrong, run *Tierwise: Correct Task Type…*`,
        ]
      : []),
    ...(pressure ? [] : ['- No budget changed this.']),
    ...(models.length > 0 ? [`- Expected: ${describeExpected(decision)}`] : []),
    ...(end ? [`- It cost: ${costWords(end)}`] : []),
    ...(baseline
      ? [`- Savings are measured against ${escapeMarkdown(displayName(baseline))}`]
      : []),
    ...doubts.map((doubt) => `- ${escapeMarkdown(describePriceDoubt(doubt))}`),
  ];
  const passedOver = rejected.map(
    ({ model, unavailability }) =>
      `- **${escapeMarkdown(displayName(model))}**: ${escapeMarkdown(explainUnavailability(unavailability))}`,
  );
  return [
    escapeMarkdown(explain(task, decision)),
    facts.join('\n'),
    passedOver.length > 0
      ? `Passed over:\n\n${passedOver.join('\n')}`
      : 'No model was passed over.',
    nobodyAsked,
  ].join('\n\n');
}

/** The same of a turn that only the ledger remembers. */
export function whyWordsOfStory({ request }: RequestStory): string {
  return [
    escapeMarkdown(request.reason),
    `- Tier **${escapeMarkdown(request.tier)}**, model ${escapeMarkdown(request.modelName)}`,
    'This window was loaded again since, so what was passed over is no longer known.',
    nobodyAsked,
  ].join('\n\n');
}

function costWords({ choice, cost }: AttemptEnd): string {
  const amount = named(moneyOf(choice.model.simulated), describeCost(cost));
  return `${amount} (${costSourceWords[cost.source]})`;
}
