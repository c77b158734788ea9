import { imagesIn, textOfConversation } from '../conversation.ts';
import type { Shortfall } from '../decision.ts';
import type { Model, NeededAbility } from '../models/model.ts';
import type { Task } from '../task.ts';

/** What a model must be able to do for a task. */
export interface Needs {
  /** The least that it must take. */
  readonly tokens: number;
  readonly abilities: readonly NeededAbility[];
}

export const noNeeds: Needs = { tokens: 0, abilities: [] };

/** About the most tokens that providers count for one image. */
export const imageTokens = 5_000;

export function needsOf({ fileText, target, conversation }: Task): Needs {
  const tokens = estimateTokens(fileText) + estimateTokens(target.text);
  if (!conversation) return { tokens, abilities: [] };
  const images = imagesIn(conversation.messages).length;
  const said = estimateTokens(textOfConversation(conversation));
  const abilities: readonly (NeededAbility | false)[] = [
    conversation.tools.length > 0 && 'tools',
    images > 0 && 'images',
  ];
  return {
    tokens: tokens + said + images * imageTokens,
    abilities: abilities.filter((ability) => ability !== false),
  };
}

/** What a model lacks; undefined also where nobody said: unknown is not "no". */
export function inability(
  { contextTokens, abilities }: Model,
  needs: Needs,
): Shortfall | undefined {
  if (contextTokens !== undefined && needs.tokens > contextTokens) {
    return { kind: 'contextTooSmall', neededTokens: needs.tokens, contextTokens };
  }
  const ability = needs.abilities.find((needed) => abilities[needed] === false);
  return ability && { kind: 'lacksAbility', ability };
}

export function isInability({ kind }: Shortfall): boolean {
  return kind === 'contextTooSmall' || kind === 'lacksAbility';
}

// Measured on o200k: code has 3.7 characters a token, Chinese and Japanese 1.3.
const charactersPerToken = 3.7;
const wideCharactersPerToken = 1.3;
const firstWideCode = 0x2e80;

/** How many tokens a text is likely to be, at once and without a vocabulary. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) >= firstWideCode) wide += 1;
  }
  return Math.ceil((text.length - wide) / charactersPerToken + wide / wideCharactersPerToken);
}
