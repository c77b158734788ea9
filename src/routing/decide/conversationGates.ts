import { imagesIn } from '../conversation.ts';
import type { Task } from '../task.ts';
import { defaultGates } from '../taskTypes.ts';
import type { Tier } from '../policy/policy.ts';
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
 * a cheaper answer is not good enough, so one tier is asked: the rule's `unchecked`, or else its strongest.
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
  return { ...alone, tiers: nearestFirst(selection.tiers, several.unchecked), unchecked: true };
}

/** The tier of this name, then those below it and those above it; without one, the strongest first. */
function nearestFirst(tiers: readonly Tier[], name: string | undefined): Tier[] {
  const found = tiers.findIndex((tier) => tier.name === name);
  const place = found < 0 ? tiers.length - 1 : found;
  return [...tiers.slice(0, place + 1).toReversed(), ...tiers.slice(place + 1)];
}
