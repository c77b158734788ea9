import { displayName } from '../routing/catalog.ts';
import { describeExpected, explain, explainShortfall } from '../routing/explain.ts';
import type { MadeDecision } from './taskRunner.ts';

/** A decision as Markdown: the sentence, the price, what was passed over and why. */
export function decisionStory({ task, decision }: MadeDecision): string {
  const { plan, rejected, baseline } = decision;
  const passedOver = rejected.map(
    ({ model, shortfall }) =>
      `- **${escapeMarkdown(displayName(model))}**: ${explainShortfall(shortfall)}`,
  );
  const facts = [
    `- Task: ${task.type} on ${escapeMarkdown(task.path)}, lines ${task.target.startLine} to ${task.target.endLine}`,
    ...(plan.kind === 'direct'
      ? [
          `- Model: \`${plan.choice.model.reference}\``,
          `- Expected cost: ${describeExpected(decision)}`,
        ]
      : []),
    ...(baseline
      ? [`- Savings are measured against ${escapeMarkdown(displayName(baseline))}`]
      : []),
  ];
  return [
    escapeMarkdown(explain(task, decision)),
    facts.join('\n'),
    ...(passedOver.length > 0 ? ['Passed over:', passedOver.join('\n')] : []),
  ].join('\n\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
