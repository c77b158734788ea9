import { conceptsOf } from './concepts.ts';
import { scaled, type Feature } from './feature.ts';
import { followUpFeatures } from './followUpFeatures.ts';
import { openerFeatures } from './openerFeatures.ts';
import { outlineOf } from './outline.ts';
import { promptLines, type PromptLines } from './promptLines.ts';
import { promptWords } from './promptWords.ts';
import { shapeFeatures } from './shapeFeatures.ts';
import { topicFeatures } from './topicFeatures.ts';

// The shipped weights were trained with these limits and weights; changing one needs a new training.
const firstCharacters = 1_000;
const lastCharacters = 600;
const mostWords = 160;
const wordsKeptAtTheEnd = 60;
const wordsTakenApart = 40;
const mostCodeLines = 40;
const mostCodeWords = 40;

/**
 * Extracts the features of a prompt: its words, how its sentences begin, what they are about, and its
 * shape. Of a long prompt, only both ends are used, because that is where people say what they want.
 */
export function featuresOf(prompt: string, lines = promptLines(prompt)): Feature[] {
  const prose = proseAtEnds(lines.prose);
  const words = wordsAtEnds(prose.flatMap(promptWords));
  return [
    ...scaled(wordFeatures(words), 1),
    ...scaled(pieceFeatures(words), 0.4),
    ...scaled(letterFeatures(words), 0.6),
    ...scaled(apartFeatures(words.slice(0, wordsTakenApart)), 0.6),
    ...scaled(conceptFeatures(words), 1),
    ...scaled(outlineFeatures(words), 1),
    ...openerFeatures(prose),
    ...topicFeatures(words),
    ...followUpFeatures(prose, {
      hasCode: lines.code.length > 0,
      hasTrace: lines.trace.length > 0,
    }),
    ...scaled(codeFeatures(lines), 0.5),
    ...shapeFeatures(prompt, lines, words),
  ];
}

function proseAtEnds(lines: readonly string[]): readonly string[] {
  const whole = lines.join('\n');
  if (whole.length <= firstCharacters + lastCharacters) return lines;
  return [
    ...whole.slice(0, firstCharacters).split('\n'),
    ...whole.slice(-lastCharacters).split('\n'),
  ];
}

function wordsAtEnds(words: readonly string[]): readonly string[] {
  if (words.length <= mostWords) return words;
  return [...words.slice(0, mostWords - wordsKeptAtTheEnd), ...words.slice(-wordsKeptAtTheEnd)];
}

function wordFeatures(words: readonly string[]): string[] {
  const pairs = words.slice(1).map((word, index) => `words: ${words[index]} ${word}`);
  return [...words.map((word) => `word: ${word}`), ...pairs];
}

/** Beginnings and endings of longer words, which also match inflected and misspelt words. */
function pieceFeatures(words: readonly string[]): string[] {
  const long = words.filter((word) => word.length > 4 && !word.startsWith('<'));
  return long.flatMap((word) => [`piece: ${word.slice(0, 4)}`, `ending: ${word.slice(-3)}`]);
}

/** Groups of three to five letters, with the ends of the word marked. In a loop, because there are many. */
function letterFeatures(words: readonly string[]): string[] {
  const groups: string[] = [];
  for (const word of new Set(words)) {
    if (word.startsWith('<')) continue;
    const spelt = `^${word}$`;
    for (let length = 3; length <= 5; length++) {
      for (let end = length; end <= spelt.length; end++) {
        groups.push(`letters: ${spelt.slice(end - length, end)}`);
      }
    }
  }
  return groups;
}

/** Pairs of words with one to three words between them. */
function apartFeatures(words: readonly string[]): string[] {
  return words.flatMap((word, index) =>
    words.slice(index + 2, index + 5).map((later) => `apart: ${word} … ${later}`),
  );
}

/** The concepts of words, and pairs of concepts within three words. */
function conceptFeatures(words: readonly string[]): string[] {
  const concepts = words.map(conceptsOf);
  const near = concepts.flatMap((here, index) => {
    if (here.length === 0) return [];
    const next = concepts.slice(index + 1, index + 4).flat();
    return here.flatMap((a) => next.map((b) => `about: ${a} … ${b}`));
  });
  return [...concepts.flat().map((concept) => `about: ${concept}`), ...near];
}

/** Pairs and triples of the outline, with its ends marked. */
function outlineFeatures(words: readonly string[]): string[] {
  const outline = ['<start>', ...outlineOf(words), '<end>'];
  return outline.slice(1).flatMap((word, index) => {
    const two = `${outline[index]} ${word}`;
    const third = outline[index + 2];
    return [`like: ${two}`, ...(third ? [`like: ${two} ${third}`] : [])];
  });
}

function codeFeatures({ code, trace }: PromptLines): string[] {
  return [
    ...wordsOfCode(code).map((word) => `in code: ${word}`),
    ...wordsOfCode(trace).map((word) => `in trace: ${word}`),
  ];
}

function wordsOfCode(lines: readonly string[]): string[] {
  return lines
    .slice(0, mostCodeLines)
    .flatMap(
      (line) =>
        line
          .slice(0, 200)
          .toLowerCase()
          .match(/[a-z]{3,}/g) ?? [],
    )
    .slice(0, mostCodeWords);
}
