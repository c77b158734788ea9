import { canSee, type Skill } from '../../models.ts';

/** What a customer may want, most important first. */
export const wishes = ['damage', 'refund', 'delivery', 'complaint', 'question'] as const;
export type Wish = (typeof wishes)[number];

const signs: readonly { wish: Wish; needs: Skill; words: RegExp }[] = [
  { wish: 'damage', needs: 'plain', words: /\b(damaged|torn|broken|wet)\b/i },
  { wish: 'damage', needs: 'subtle', words: /\b(pages fall out|bent|stained)\b/i },
  { wish: 'refund', needs: 'plain', words: /\b(refund\w*|money back)\b/i },
  { wish: 'delivery', needs: 'plain', words: /\b(arrive\w*|deliver\w*|where is|received)\b/i },
  { wish: 'complaint', needs: 'plain', words: /\b(complain\w*|unacceptable|disappointed)\b/i },
  { wish: 'question', needs: 'plain', words: /\?/ },
];

/** What a customer wants, in the order of the letter, by the rules of one skill. */
export function wishesIn(message: string, skill: Skill): Wish[] {
  const found = signs
    .filter(({ needs }) => canSee(skill, needs))
    .map(({ wish, words }) => ({ wish, at: message.search(words) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at);
  const all = [...new Set(found.map(({ wish }) => wish))];
  // A question mark alone adds no wish of its own to the others.
  return all.length > 1 ? all.filter((wish) => wish !== 'question') : all;
}

/** The one intent of the letter: the most important wish; the small model takes the first one. */
export function intentOf(message: string, skill: Skill): Wish {
  const found = wishesIn(message, skill);
  if (skill === 'plain') return found[0] ?? 'question';
  return wishes.find((wish) => found.includes(wish)) ?? 'question';
}

export function customerIn(message: string): { order: string; name: string } {
  const order = /\b[A-Z]-\d{4}\b/.exec(message)?.[0] ?? '';
  const name = /(?:^|\n)(?:Regards|Thanks|Yours),\s*([\p{L} ]+)\s*$/u.exec(message)?.[1] ?? '';
  return { order, name: name.trim() };
}

export const saysNotThere = (message: string): boolean =>
  /\b(has not arrived|never arrived|have not received|nothing was delivered)\b/i.test(message);

export const isLegal = (message: string): boolean => /\b(lawyer|court|legal|sue)\b/i.test(message);
