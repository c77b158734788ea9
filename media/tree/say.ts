import type { TreeNode } from './tree.ts';
import { inEnglish, type Say } from '../../src/routing/say.ts';

type Words = Readonly<Record<string, string>>;

let words: Words = {};
let numbers = new Intl.NumberFormat('en-US');

/** Takes the texts of the reader's language, by their English forms; none for English. */
export function useWords(given: Words = {}, language = 'en-US'): void {
  words = given;
  numbers = new Intl.NumberFormat(language);
}

/** `1,204`, as the reader's language writes it. */
export function formatCount(n: number): string {
  return numbers.format(n);
}

/** Says a text in the reader's language. */
export const say: Say = (text, ...values) => inEnglish(words[text] ?? text, ...values);

/** Like `say`, with elements in the places of the text: `sayWith('{0} more than {1}.', amount, 'Large')`. */
export function sayWith(text: string, ...values: readonly TreeNode[]): TreeNode[] {
  return (words[text] ?? text)
    .split(/\{(\d+)\}/)
    .map((part, at) => (at % 2 === 0 ? part : (values[Number(part)] ?? '')))
    .filter((part) => part !== '');
}
