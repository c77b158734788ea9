import type { AttemptEnd } from '../../execution/events.ts';

const stopped = 'The answer stopped here, at the output limit.';
const stoppedAt = 'The model stopped at the output limit while it was calling the tool ';
const notMade = ', so the call was not made.';
const nextStep = ' Ask it to go on in smaller steps, or raise `tierwise.maxOutputTokens`.*';

/**
 * What a chat adds to an answer that the output limit cut short: why it ends there, and the next step.
 * Undefined for all other answers.
 */
export function cutShortNote({
  outcome,
  halfCall,
}: Pick<AttemptEnd, 'outcome' | 'halfCall'>): string | undefined {
  if (outcome !== 'truncated') return undefined;
  const what = halfCall === undefined ? stopped : `${stoppedAt}${halfCall}${notMade}`;
  return `\n\n*${what}${nextStep}`;
}

/** An answer's text as its model wrote it. */
export function withoutCutShortNote(text: string): string {
  const end = text.trimEnd();
  if (!end.endsWith(nextStep)) return text;
  const at = Math.max(end.lastIndexOf(`\n\n*${stopped}`), end.lastIndexOf(`\n\n*${stoppedAt}`));
  return at < 0 ? text : text.slice(0, at);
}
