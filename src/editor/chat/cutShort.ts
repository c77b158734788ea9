import type { AttemptEnd } from '../../execution/events.ts';
import { toSay } from '../../routing/say.ts';
import { say } from '../platform/say.ts';

const stopped = toSay(
  '*The answer stopped here, at the output limit. Ask it to go on in smaller steps, or raise `tierwise.maxOutputTokens`.*',
);
const stoppedAt = toSay(
  '*The model stopped at the output limit while it was calling the tool {0}, so the call was not made. Ask it to go on in smaller steps, or raise `tierwise.maxOutputTokens`.*',
);

/**
 * What a chat adds to an answer that the output limit cut short: why it ends there, and the next step.
 * Undefined for all other answers.
 */
export function cutShortNote({
  outcome,
  halfCall,
}: Pick<AttemptEnd, 'outcome' | 'halfCall'>): string | undefined {
  if (outcome !== 'truncated') return undefined;
  return `\n\n${halfCall === undefined ? say(stopped) : say(stoppedAt, halfCall)}`;
}

/** An answer's text as its model wrote it. */
export function withoutCutShortNote(text: string): string {
  const end = text.trimEnd();
  const at = [stopped, stoppedAt, say(stopped), say(stoppedAt)].map((note) => {
    const [before = '', after = ''] = `\n\n${note}`.split('{0}');
    return end.endsWith(after || before) ? end.lastIndexOf(before) : -1;
  });
  const last = Math.max(...at);
  return last < 0 ? text : text.slice(0, last);
}
