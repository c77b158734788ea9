import { conceptsOf } from './concepts.ts';
import { promptLines, type PromptLines } from './promptLines.ts';
import { promptWords } from './promptWords.ts';

/** One thing that was seen in a prompt; `value` is above 0. */
export interface Feature {
  /** Readable, as signals show it: `word: refactor`, `stack trace`. */
  readonly name: string;
  readonly value: number;
}

const firstLines = 12;
const lastLines = 8;
const mostWords = 160;
const wordsKeptAtTheEnd = 60;
const mostCodeLines = 40;

/**
 * What a prompt looks like: its words, its first and last ones, their groups, and its shape. Long
 * prompts are looked at where people say what they want, at both ends. No state, no randomness.
 */
export function featuresOf(prompt: string): Feature[] {
  const lines = promptLines(prompt);
  const words = ends(linesAtEnds(lines.prose).map(promptWords).flat());
  return [
    ...scaled(wordFeatures(words), 1),
    ...scaled(pieceFeatures(words), 0.6),
    ...scaled(conceptFeatures(words), 1),
    ...openers(lines.prose).map((name) => ({ name, value: 0.7 })),
    ...scaled(codeFeatures(lines), 0.5),
    ...shapeFeatures(prompt, lines, words),
  ];
}

function linesAtEnds(lines: readonly string[]): string[] {
  if (lines.length <= firstLines + lastLines) return lines.map((line) => line.slice(0, 2_000));
  const kept = [...lines.slice(0, firstLines), ...lines.slice(-lastLines)];
  return kept.map((line) => line.slice(0, 1_000));
}

function ends(words: readonly string[]): string[] {
  if (words.length <= mostWords) return [...words];
  return [...words.slice(0, mostWords - wordsKeptAtTheEnd), ...words.slice(-wordsKeptAtTheEnd)];
}

/** Every feature of a group weighs less, the more of them there are. */
function scaled(names: readonly string[], weight: number): Feature[] {
  const unique = [...new Set(names)];
  const value = weight * Math.min(1, Math.sqrt(8 / Math.max(unique.length, 1)));
  return unique.map((name) => ({ name, value }));
}

function wordFeatures(words: readonly string[]): string[] {
  const pairs = words.slice(1).map((word, index) => `words: ${words[index]} ${word}`);
  return [...words.map((word) => `word: ${word}`), ...pairs];
}

/** Beginnings of longer words, for other endings and slips of the pen. */
function pieceFeatures(words: readonly string[]): string[] {
  const long = words.filter((word) => word.length > 4 && !word.startsWith('<'));
  return long.flatMap((word) => [`piece: ${word.slice(0, 4)}`, `ending: ${word.slice(-3)}`]);
}

function conceptFeatures(words: readonly string[]): string[] {
  const seen = words.flatMap(conceptsOf);
  const near = words.flatMap((word, index) => {
    const next = words.slice(index + 1, index + 4).flatMap(conceptsOf);
    return conceptsOf(word).flatMap((a) => next.map((b) => `about: ${a} … ${b}`));
  });
  return [...seen.map((concept) => `about: ${concept}`), ...near];
}

/** How the first and the last sentence of prose begin. */
function openers(prose: readonly string[]): string[] {
  const sentences = linesAtEnds(prose)
    .flatMap((line) => line.split(/(?<=[.?!。？！])\s+/))
    .map(promptWords)
    .filter((words) => words.length > 0);
  const first = sentences[0];
  const last = sentences.at(-1);
  if (!first || !last) return ['starts with no prose'];
  return [...opener('starts with', first), ...(last === first ? [] : opener('ends with', last))];
}

const fillers = new Set(
  'please pls plz ok okay now so and but also then hi hello hey can you could would i we need want to me just great thanks yes no bitte kindly well'.split(
    ' ',
  ),
);

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

function codeFeatures({ code, trace }: PromptLines): string[] {
  const codeWords = code.slice(0, mostCodeLines).flatMap((line) => line.slice(0, 200).match(/[A-Za-z]{3,}/g) ?? []);
  const traceWords = trace.slice(0, mostCodeLines).flatMap((line) => line.slice(0, 200).match(/[A-Za-z]{3,}/g) ?? []);
  return [
    ...codeWords.slice(0, 40).map((word) => `in code: ${word.toLowerCase()}`),
    ...traceWords.slice(0, 40).map((word) => `in trace: ${word.toLowerCase()}`),
  ];
}

function shapeFeatures(prompt: string, lines: PromptLines, words: readonly string[]): Feature[] {
  const { prose, code, trace, fenced, first, last } = lines;
  const asks = prose.some((line) => /[?？]\s*$/.test(line));
  const flags: [name: string, seen: boolean][] = [
    ['always', true],
    ['stack trace', trace.length > 1],
    ['error line', trace.length > 0],
    ['only an error', trace.length > 0 && words.length < 4],
    ['error and question', trace.length > 0 && asks],
    ['code', code.length > 0],
    ['much code', code.length > 12],
    ['only code', code.length > 0 && prose.length === 0 && trace.length === 0],
    ['code block', fenced],
    ['question mark', asks],
    ['no question mark', !asks && words.length > 0],
    ['code and question', code.length > 0 && asks],
    ['code and no question', code.length > 0 && !asks && words.length > 0],
    ['diff', /^(?:diff --git|@@ .* @@|\+\+\+ b\/)/m.test(prompt.slice(0, 5_000))],
    [`begins as ${first}`, true],
    [`ends as ${last}`, true],
    ['names something of the project', words.some((word) => /^<(?:name|path|file|flag)>$/.test(word))],
    ['names several things', words.filter((word) => /^<(?:name|path|file|flag)>$/.test(word)).length > 2],
    ['numbered list', prose.filter((line) => /^\s*(?:\d+[.)]|[-*•]) /.test(line)).length > 1],
    ['small first letter', /^\s*[a-z]/.test(prompt)],
    ['not Latin', /[\u0400-\u9fff]/.test(prompt.slice(0, 2_000))],
    [`length: ${lengthClass(words.length)}`, true],
    [`${asks ? 'question' : 'statement'} of length ${lengthClass(words.length)}`, true],
    [`${prose.length > 3 ? 'many' : 'few'} lines of prose`, true],
    ['talks about tools', words.some((word) => conceptsOf(word).includes('tool'))],
    ['no word of the trade', !words.some(isTrade) && code.length + trace.length === 0],
  ];
  return flags.filter(([, seen]) => seen).map(([name]) => ({ name, value: 0.5 }));
}

const trade = new Set(['tool', 'code', 'error', 'test', 'docs', 'refactor', 'screen', 'design']);

function isTrade(word: string): boolean {
  return word.startsWith('<') || conceptsOf(word).some((concept) => trade.has(concept));
}

const lengthClasses = [1, 2, 3, 5, 8, 12, 20, 40, 80, 160];

function lengthClass(words: number): string {
  const most = lengthClasses.find((length) => words <= length);
  return most ? `at most ${most} words` : 'over 160 words';
}
