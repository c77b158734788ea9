import type { RequestStory, StoryAttempt } from '../../ledger/reports.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { formatUsd } from '../../routing/models/money.ts';
import { escapeMarkdown } from '../platform/escape.ts';

/** A past request as Markdown, from what the ledger has: figures, verdicts and the reason. */
export function requestStory(
  { request, workspace, escalatedFrom, attempts, outcomes }: RequestStory,
  timeZone: string,
): string {
  const time = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  const facts = [
    `- Task: ${escapeMarkdown(request.taskType)} on ${escapeMarkdown(request.subject)}`,
    `- Workspace: ${escapeMarkdown(workspace) || 'no folder'}`,
    `- Asked: ${time.format(request.atMs)}`,
    `- Cost: ${wholeCost(request)}`,
    ...(escalatedFrom === undefined ? [] : ['- It escalated an earlier answer.']),
  ];
  const outcomeLines = outcomes.map(
    ({ outcome, atMs }) => `- ${time.format(atMs)}: ${spaced(outcome)}`,
  );
  return [
    escapeMarkdown(request.reason),
    facts.join('\n'),
    '## What happened',
    attempts.length === 0 ? 'No call was made.' : attempts.map(attemptWords).join('\n'),
    ...(outcomeLines.length > 0 ? ['## What became of it', outcomeLines.join('\n')] : []),
    'Prompt, code and answer are not here: Tierwise keeps what a request cost and how it was judged, never its texts.',
  ].join('\n\n');
}

function attemptWords(attempt: StoryAttempt, index: number): string {
  const { modelName, effort, tier, purpose, outcome, latencyMs, isTaken, verdicts } = attempt;
  const name = attempt.simulated ? `practice ${modelName}` : modelName;
  const role = roleWords(purpose, tier);
  const facts = [
    spaced(outcome),
    costWords(attempt),
    tokenWords(attempt),
    latencyMs === undefined ? '' : `${(latencyMs / 1000).toFixed(1)} s`,
    isTaken ? '**taken**' : '',
  ].filter((fact) => fact !== '');
  const effortWords = effort === undefined ? '' : `, ${escapeMarkdown(effort)} effort`;
  return [
    `${index + 1}. **${escapeMarkdown(name)}** ${role}${effortWords}: ${facts.join(', ')}`,
    ...verdicts.map(
      ({ gate, verdict }) =>
        `    - ${escapeMarkdown(gate)}: ${verdict === 'fail' ? '**fail**' : spaced(verdict)}`,
    ),
  ].join('\n');
}

function roleWords(purpose: string, tier: string): string {
  const ofTier = `(${escapeMarkdown(tier)})`;
  if (purpose === 'answer') return ofTier;
  return purpose === 'evaluate' ? `${ofTier} in an evaluation` : `as ${spaced(purpose)}`;
}

/** The cost of a request; names both kinds of money if it cost both. */
function wholeCost(request: RequestStory['request']): string {
  const whole = named(moneyOf(request.simulated), costWords(request));
  const { practice } = request;
  return practice ? `${whole} and ${named('practice', costWords(practice))}` : whole;
}

/** The cost with the source of the figure: `$0.0031 (reported)`. */
function costWords({ nanoUsd, costSource }: Pick<StoryAttempt, 'nanoUsd' | 'costSource'>): string {
  if (nanoUsd === undefined) return 'cost unknown';
  if (costSource === 'unknown') return `${formatUsd(nanoUsd)} and calls of unknown cost`;
  return `${formatUsd(nanoUsd)} (${costSource})`;
}

function tokenWords({ inputTokens, cacheReadTokens, outputTokens }: StoryAttempt): string {
  if (inputTokens === undefined && outputTokens === undefined) return '';
  const words = (tokens: number | undefined) => tokens?.toLocaleString('en-US') ?? 'unknown';
  const cached = cacheReadTokens ? ` (${words(cacheReadTokens)} from the cache)` : '';
  return `${words(inputTokens)} tokens in${cached}, ${words(outputTokens)} out`;
}

/** `could not run` for `couldNotRun`. */
function spaced(word: string): string {
  return escapeMarkdown(word.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`));
}
