import { conceptsOf } from './concepts.ts';

const plain = new Set(
  `a an the this that these those it its i you we they he my your our me us to of in on at for from with by as into not no and or
but if so then than when while because after before instead only just all any some each every both more most same other how what
why where which who is are was were be been do does did done can could should would will shall may might must have has had there here
again still also too now already get gets got give gives let lets use used using uses want need needs please ? ! : >`.split(
    /\s+/,
  ),
);
const order =
  'fix error broken test docs refactor review design tell make add change tool craft screen life language code'.split(
    ' ',
  );

/**
 * Replaces the content words of a sentence by their concepts: `how to {make} a {craft} in {tool}`. A
 * word without a concept becomes `{}`.
 */
export function outlineOf(words: readonly string[]): string[] {
  return words.map((word) => {
    if (plain.has(word) || word.startsWith('<')) return word;
    const concepts = conceptsOf(word);
    if (concepts.length === 0) return '{}';
    const first = order.find((concept) => concepts.includes(concept));
    return `{${first ?? concepts[0]!}}`;
  });
}
