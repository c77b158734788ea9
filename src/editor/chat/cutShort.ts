import type { AttemptEnd } from '../../execution/events.ts';

/**
 * What a chat adds to an answer that the output limit cut short: why it ends there, and the next step.
 * Undefined for all other answers.
 */
export function cutShortNote({
  outcome,
  halfCall,
}: Pick<AttemptEnd, 'outcome' | 'halfCall'>): string | undefined {
  if (outcome !== 'truncated') return undefined;
  const what =
    halfCall === undefined
      ? 'The answer stopped here, at the output limit.'
      : `The model stopped at the output limit while it was calling the tool ${halfCall}, so the call was not made.`;
  return `\n\n*${what} Ask it to go on in smaller steps, or raise \`tierwise.maxOutputTokens\`.*`;
}
