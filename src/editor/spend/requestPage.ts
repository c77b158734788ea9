import type { RequestStory, StoryAttempt } from '../../ledger/reports.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { type CostSource, formatUsd } from '../../routing/models/money.ts';
import { toSay } from '../../routing/say.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import { momentWords } from '../platform/moments.ts';
import { formatCount, nameOf, say } from '../platform/say.ts';

/** A past request as Markdown, from what the ledger has: figures, verdicts and the reason. */
export function requestStory(
  { request, workspace, escalatedFrom, attempts, outcomes }: RequestStory,
  timeZone: string,
): string {
  const facts = [
    say('- Task: {0} on {1}', escapeMarkdown(request.taskType), escapeMarkdown(request.subject)),
    say('- Workspace: {0}', escapeMarkdown(workspace) || say('no folder')),
    say('- Asked: {0}', momentWords(request.atMs, timeZone)),
    say('- Cost: {0}', wholeCost(request)),
    ...(escalatedFrom === undefined ? [] : [say('- It escalated an earlier answer.')]),
  ];
  const outcomeLines = outcomes.map(
    ({ outcome, atMs }) => `- ${momentWords(atMs, timeZone)}: ${nameOf(outcome)}`,
  );
  return [
    escapeMarkdown(request.reason),
    facts.join('\n'),
    say('## What happened'),
    attempts.length === 0 ? say('No call was made.') : attempts.map(attemptWords).join('\n'),
    ...(outcomeLines.length > 0 ? [say('## What became of it'), outcomeLines.join('\n')] : []),
    say(
      'Prompt, code and answer are not here: Tierwise keeps what a request cost and how it was judged, never its texts.',
    ),
  ].join('\n\n');
}

function attemptWords(attempt: StoryAttempt, index: number): string {
  const { modelName, effort, tier, purpose, outcome, latencyMs, isTaken, verdicts } = attempt;
  const name = attempt.simulated ? say('practice {0}', modelName) : modelName;
  const role = roleWords(purpose, tier);
  const withEffort = effort === undefined ? [] : [say('{0} effort', escapeMarkdown(effort))];
  const facts = [
    nameOf(outcome),
    costWords(attempt),
    tokenWords(attempt),
    latencyMs === undefined ? '' : `${(latencyMs / 1000).toFixed(1)} s`,
    isTaken ? say('**taken**') : '',
  ].filter((fact) => fact !== '');
  return [
    `${index + 1}. **${escapeMarkdown(name)}** ${[role, ...withEffort].join(', ')}: ${facts.join(', ')}`,
    ...verdicts.map(
      ({ gate, verdict }) =>
        `    - ${escapeMarkdown(gate)}: ${verdict === 'fail' ? say('**fail**') : nameOf(verdict)}`,
    ),
  ].join('\n');
}

function roleWords(purpose: string, tier: string): string {
  const ofTier = `(${escapeMarkdown(tier)})`;
  if (purpose === 'answer') return ofTier;
  return purpose === 'evaluate'
    ? say('{0} in an evaluation', ofTier)
    : say('as {0}', nameOf(purpose));
}

/** The cost of a request; names both kinds of money if it cost both. */
function wholeCost(request: RequestStory['request']): string {
  const whole = named(moneyOf(request.simulated), costWords(request), say);
  const { practice } = request;
  return practice ? say('{0} and {1}', whole, named('practice', costWords(practice), say)) : whole;
}

const sources: Readonly<Record<CostSource, string>> = {
  reported: toSay('reported'),
  computed: toSay('computed'),
  estimated: toSay('estimated'),
  unknown: toSay('unknown'),
};

/** The cost with the source of the figure: `$0.0031 (reported)`. */
function costWords({ nanoUsd, costSource }: Pick<StoryAttempt, 'nanoUsd' | 'costSource'>): string {
  if (nanoUsd === undefined) return say('cost unknown');
  if (costSource === 'unknown') return say('{0} and calls of unknown cost', formatUsd(nanoUsd));
  return say('{0} ({1})', formatUsd(nanoUsd), say(sources[costSource]));
}

function tokenWords({ inputTokens, cacheReadTokens, outputTokens }: StoryAttempt): string {
  if (inputTokens === undefined && outputTokens === undefined) return '';
  const words = (tokens: number | undefined) =>
    tokens === undefined ? say('unknown') : formatCount(tokens);
  return cacheReadTokens
    ? say(
        '{0} tokens in ({1} from the cache), {2} out',
        words(inputTokens),
        words(cacheReadTokens),
        words(outputTokens),
      )
    : say('{0} tokens in, {1} out', words(inputTokens), words(outputTokens));
}
