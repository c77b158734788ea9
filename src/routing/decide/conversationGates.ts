import { imagesIn } from '../conversation.ts';
import type { Task } from '../task.ts';
import { defaultGates } from '../taskTypes.ts';
import type { GateName } from '../verdict.ts';
import type { AffordableTiers } from './downgrade.ts';

/** Gates that can judge an answer that belongs to no file. */
const forConversations: ReadonlySet<GateName> = new Set([
  'complete',
  'format',
  'confidence',
  'judge',
]);
/** Those of them that judge whether an answer is right. */
const opinions: ReadonlySet<GateName> = new Set(['confidence', 'judge']);

/**
 * Adjusts the selected tiers for an answer in a conversation. The gates of its rule check the answer
 * when some of them can judge it. Otherwise, or when the model may call tools, no gate can detect that
 * a cheaper answer is not good enough, so only the strongest tier that the rule names is asked.
 */
export function conversationGates(
  selection: AffordableTiers,
  { type, conversation }: Task,
): AffordableTiers & { readonly unchecked?: true } {
  const { several, ...alone } = selection;
  const { reason } = selection;
  if (!conversation || !several) return selection;
  const hasImages = imagesIn(conversation.messages).length > 0;
  const gates = (several.gates ?? defaultGates[type]).filter(
    // A judge reads text only: it does not see the images that the answer is about.
    (gate) => forConversations.has(gate) && !(hasImages && gate === 'judge'),
  );
  // The author of a workflow step decides what its gates must show.
  const isAuthors = reason.kind === 'rule' && reason.rule.origin === 'workflow' && gates.length > 0;
  const judgesCorrectness = isAuthors || gates.some((gate) => opinions.has(gate));
  const isJudged = judgesCorrectness && conversation.tools.length === 0;
  if (isJudged) return { ...selection, several: { ...several, gates } };
  return { ...alone, tiers: selection.tiers.toReversed(), unchecked: true };
}
