import { conceptsOf } from './concepts.ts';
import type { Feature } from './feature.ts';
import { promptWords } from './promptWords.ts';

const fillers = new Set(
  `please pls plz ok okay now so and but also then hi hello hey can you could would i we need want to me
just great thanks yes no bitte kindly well`.split(/\s+/),
);

/** How the first and the last sentence of prose begin: their first words and first verb. */
export function openerFeatures(prose: readonly string[]): Feature[] {
  const sentences = prose
    .flatMap((line) => line.split(/(?<=[.?!。？！])\s+/))
    .filter((it) => /\S/.test(it));
  return namesOf(sentences).map((name) => ({ name, value: 0.7 }));
}

function namesOf(sentences: readonly string[]): string[] {
  const first = promptWords(sentences[0] ?? '');
  if (first.length === 0) return ['starts with no prose'];
  const last = sentences.length > 1 ? promptWords(sentences.at(-1)!) : [];
  return [...opener('starts with', first), ...(last.length > 0 ? opener('ends with', last) : [])];
}

function opener(label: string, words: readonly string[]): string[] {
  const verb = words.find((word) => !fillers.has(word)) ?? words[0]!;
  return [
    `${label}: ${words[0]}`,
    ...(words.length > 1 ? [`${label}: ${words[0]} ${words[1]}`] : []),
    `${label} verb: ${verb}`,
    ...conceptsOf(verb).map((concept) => `${label} ${concept}`),
    ...conceptsOf(words[0]!).map((concept) => `${label} first ${concept}`),
  ];
}
