import { imagesIn, textOfConversation } from '../conversation.ts';
import type { Unavailability } from '../decision.ts';
import type { Model, NeededCapability } from '../models/model.ts';
import type { Task } from '../task.ts';

/** What a model must be able to do for a task. */
export interface Requirements {
  /** The tokens of input that it must accept, estimated. */
  readonly tokens: number;
  readonly capabilities: readonly NeededCapability[];
}

export const noRequirements: Requirements = { tokens: 0, capabilities: [] };

/** About the most tokens that providers count for one image. */
export const imageTokens = 5_000;

export function requirementsOf({ fileText, target, conversation }: Task): Requirements {
  const tokens = estimateTokens(fileText) + estimateTokens(target.text);
  if (!conversation) return { tokens, capabilities: [] };
  const images = imagesIn(conversation.messages).length;
  const said = estimateTokens(textOfConversation(conversation));
  const capabilities: readonly (NeededCapability | false)[] = [
    conversation.tools.length > 0 && 'tools',
    images > 0 && 'images',
  ];
  return {
    tokens: tokens + said + images * imageTokens,
    capabilities: capabilities.filter((capability) => capability !== false),
  };
}

/** The requirement that a model does not meet. An unknown capability counts as met. */
export function missingCapability(
  { contextTokens, capabilities }: Model,
  requirements: Requirements,
): Unavailability | undefined {
  if (contextTokens !== undefined && requirements.tokens > contextTokens) {
    return { kind: 'contextTooSmall', neededTokens: requirements.tokens, contextTokens };
  }
  const capability = requirements.capabilities.find((needed) => capabilities[needed] === false);
  return capability && { kind: 'lacksAbility', ability: capability };
}

export function isInability({ kind }: Unavailability): boolean {
  return kind === 'contextTooSmall' || kind === 'lacksAbility';
}

// Measured on the o200k vocabulary: code has 3.7 characters per token, Chinese and Japanese 1.3.
const charactersPerToken = 3.7;
const wideCharactersPerToken = 1.3;
const firstWideCode = 0x2e80;

/** Estimates the number of tokens in a text, without a vocabulary. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) >= firstWideCode) wide += 1;
  }
  return Math.ceil((text.length - wide) / charactersPerToken + wide / wideCharactersPerToken);
}
