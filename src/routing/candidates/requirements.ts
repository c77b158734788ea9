import { imagesIn, textOfConversation } from '../conversation.ts';
import type { Unavailability } from '../decision.ts';
import { leastAnswerTokens } from '../models/capacity.ts';
import type { Model, NeededCapability } from '../models/model.ts';
import type { Stay } from '../stay.ts';
import type { Task } from '../task.ts';

/** What a model must be able to do for a task. */
export interface Requirements {
  /** The tokens of the file, the target and the conversation, estimated. */
  readonly tokens: number;
  /** The tokens of the rest of the prompt, estimated; none when omitted. */
  readonly otherTokens?: number;
  /** The tokens of the shortest whole answer, estimated; none when omitted. */
  readonly answerTokens?: number;
  readonly capabilities: readonly NeededCapability[];
  /** Set when the model must run on this machine. */
  readonly stay?: Stay;
}

export const noRequirements: Requirements = { tokens: 0, capabilities: [] };

/** About the most tokens that providers count for one image. */
export const imageTokens = 5_000;

export function requirementsOf(task: Task): Requirements {
  const { target, answerKind, conversation } = task;
  const targetTokens = estimateTokens(target.text);
  const tokens = estimateTokens(task.fileText) + targetTokens;
  const otherTokens = otherTokensOf(task);
  // An edit repeats its target.
  const answerTokens = leastAnswerTokens + (answerKind === 'edit' ? targetTokens : 0);
  if (!conversation) return { tokens, otherTokens, answerTokens, capabilities: [] };
  const images = imagesIn(conversation.messages).length;
  const said = estimateTokens(textOfConversation(conversation));
  const capabilities: readonly (NeededCapability | false)[] = [
    conversation.tools.length > 0 && 'tools',
    images > 0 && 'images',
  ];
  return {
    tokens: tokens + said + images * imageTokens,
    otherTokens,
    answerTokens,
    capabilities: capabilities.filter((capability) => capability !== false),
  };
}

/** What a prompt holds besides the file, the target and a conversation. */
function otherTokensOf({
  instruction,
  conversation,
  related,
  diagnostics,
  earlier,
  projectInstructions,
}: Task): number {
  const texts = [
    // A conversation holds its own instruction.
    ...(conversation ? [] : [instruction, ...diagnostics.map(({ message }) => message)]),
    ...(related ? [related.text] : []),
    ...(projectInstructions ? [projectInstructions.text] : []),
    ...earlier.map(({ text, shortcoming }) => text + shortcoming),
  ];
  return texts.reduce((sum, text) => sum + estimateTokens(text), 0);
}

/** The requirement that a model does not meet. An unknown capability counts as met. */
export function missingCapability(
  model: Model,
  { tokens, otherTokens = 0, answerTokens = 0, capabilities }: Requirements,
): Unavailability | undefined {
  const { contextTokens, maxOutputTokens, server } = model;
  const neededTokens = tokens + otherTokens + answerTokens;
  if (contextTokens !== undefined && neededTokens > contextTokens) {
    return { kind: 'contextTooSmall', neededTokens, contextTokens, ...(server && { server }) };
  }
  if (
    maxOutputTokens !== undefined &&
    answerTokens > Math.max(maxOutputTokens, leastAnswerTokens)
  ) {
    return { kind: 'answerTooLong', neededTokens: answerTokens, maxOutputTokens };
  }
  const capability = capabilities.find((needed) => model.capabilities[needed] === false);
  return capability && { kind: 'lacksAbility', ability: capability };
}

const inabilities: ReadonlySet<Unavailability['kind']> = new Set([
  'contextTooSmall',
  'answerTooLong',
  'lacksAbility',
]);

export function isInability({ kind }: Unavailability): boolean {
  return inabilities.has(kind);
}

// Measured on the o200k vocabulary: code has 3.7 characters per token, Chinese and Japanese 1.3.
const charactersPerToken = 3.7;
const wideCharactersPerToken = 1.3;
const firstWideCode = 0x2e80;
const wideCode = /[\u2e80-\uffff]/;

/** Estimates the number of tokens in a text, without a vocabulary. */
export function estimateTokens(text: string): number {
  let wide = 0;
  // Most texts have none, and a search sees that much sooner than a look at each character.
  const first = text.search(wideCode);
  for (let at = first; at >= 0 && at < text.length; at += 1) {
    if (text.charCodeAt(at) >= firstWideCode) wide += 1;
  }
  return Math.ceil((text.length - wide) / charactersPerToken + wide / wideCharactersPerToken);
}
