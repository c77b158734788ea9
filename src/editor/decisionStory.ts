import type { Evidence, Verdict } from '../routing/gate.ts';
import { displayName } from '../routing/catalog.ts';
import { describeChoice, describeExpected, explain, explainShortfall } from '../routing/explain.ts';
import { describeCost } from '../routing/money.ts';
import type { Answer, Rung } from './answer.ts';
import type { MadeDecision } from './taskRunner.ts';

/** A decision as Markdown: why, the price, what was passed over, and how each attempt went. */
export function decisionStory({ task, decision }: MadeDecision, answer?: Answer): string {
  const { plan, rejected, baseline } = decision;
  const passedOver = rejected.map(
    ({ model, shortfall }) =>
      `- **${escapeMarkdown(displayName(model))}**: ${explainShortfall(shortfall)}`,
  );
  const ladder =
    plan.kind === 'cascade' ? plan.ladder : plan.kind === 'direct' ? [plan.choice] : [];
  const models = ladder.map(({ model }) => `\`${model.reference}\``);
  const facts = [
    `- Task: ${task.type} on ${escapeMarkdown(task.path)}, lines ${task.target.startLine} to ${task.target.endLine}`,
    ...(models.length > 0
      ? [`- Model: ${models.join(', then ')}`, `- Expected cost: ${describeExpected(decision)}`]
      : []),
    ...(baseline
      ? [`- Savings are measured against ${escapeMarkdown(displayName(baseline))}`]
      : []),
  ];
  const attempts = (answer?.rungs ?? []).map(describeAttempt);
  return [
    escapeMarkdown(explain(task, decision)),
    facts.join('\n'),
    ...(passedOver.length > 0 ? ['Passed over:', passedOver.join('\n')] : []),
    ...(attempts.length > 0 ? ['## What happened', attempts.join('\n')] : []),
  ].join('\n\n');
}

function describeAttempt({ choice, end, verdicts }: Rung, index: number): string {
  const ended = end
    ? `${end.outcome}, ${describeCost(end.cost)}, ${(end.latencyMs / 1000).toFixed(1)} s`
    : 'running';
  const heading = `${index + 1}. **${escapeMarkdown(describeChoice(choice))}**: ${ended}`;
  return [heading, ...verdicts.map(describeVerdict)].join('\n');
}

function describeVerdict(verdict: Verdict): string {
  if (verdict.kind === 'pass') return `    - ${verdict.gate}: pass`;
  if (verdict.kind === 'couldNotRun') {
    return `    - ${verdict.gate}: could not run, ${escapeMarkdown(verdict.why)}`;
  }
  return [
    `    - ${verdict.gate}: **fail**`,
    ...verdict.evidence.slice(0, 8).map((each) => `        - ${describeEvidence(each)}`),
  ].join('\n');
}

function describeEvidence({ path, line, message }: Evidence): string {
  const place = [path, line === undefined ? undefined : `line ${line}`].filter(Boolean).join(', ');
  return escapeMarkdown(`${place ? `${place}: ` : ''}${message.replaceAll(/\s+/g, ' ')}`);
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
