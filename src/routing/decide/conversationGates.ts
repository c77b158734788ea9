import { imagesIn } from '../conversation.ts';
import type { Task } from '../task.ts';
import { defaultGates } from '../taskTypes.ts';
import type { GateName } from '../verdict.ts';
import type { Steered } from './downgrade.ts';

/** Gates that can judge an answer that belongs to no file. */
const forConversations: ReadonlySet<GateName> = new Set([
  'complete',
  'format',
  'confidence',
  'judge',
]);
/** Of them, those that say whether it is right. */
const opinions: ReadonlySet<GateName> = new Set(['confidence', 'judge']);

/**
 * Tiers for an answer in a conversation. Where its rule has gates that can judge it, they do; else,
 * and where the model may call tools, nobody could tell that a cheaper answer is not good enough: the
 * strongest tier that the rule names is asked alone.
 */
export function conversationGates(
  wanted: Steered,
  { type, conversation }: Task,
): Steered & { readonly unchecked?: true } {
  const { several, ...alone } = wanted;
  const { reason } = wanted;
  if (!conversation || !several) return wanted;
  const hasImages = imagesIn(conversation.messages).length > 0;
  const gates = (several.gates ?? defaultGates[type]).filter(
    // A judge reads; it does not see what the answer is about.
    (gate) => forConversations.has(gate) && !(hasImages && gate === 'judge'),
  );
  // What a step's gates must show is for its author to say.
  const isAuthors = reason.kind === 'rule' && reason.rule.origin === 'workflow' && gates.length > 0;
  const saysRight = isAuthors || gates.some((gate) => opinions.has(gate));
  const isJudged = saysRight && conversation.tools.length === 0;
  if (isJudged) return { ...wanted, several: { ...several, gates } };
  return { ...alone, tiers: wanted.tiers.toReversed(), unchecked: true };
}
