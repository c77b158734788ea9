import type { TaskType } from '../../../routing/task.ts';
import { defaultInstructions } from '../../../routing/taskTypes.ts';
import {
  addingWords,
  englishEnding,
  englishWords,
  broadWords,
  negations,
  placeholderWords,
  type Wish,
  wishSigns,
  wishWords,
} from './askedWords.ts';

/** What an instruction asks for, as far as it can be read. */
export interface Asked {
  /** Empty when its words are not known: then nobody can say what may go. */
  readonly wishes: ReadonlySet<Wish>;
  /** A placeholder, a sketch, or code as a comment was asked for. */
  readonly placeholder: boolean;
  /** It reaches further than the things it names: `all`, `unused`. */
  readonly broad: boolean;
  /** Something new was asked for: a new name in the answer is no other name for an old thing. */
  readonly adds: boolean;
  /** Whether it names this thing, in whole or in the words that the name is made of. */
  names(name: string): boolean;
  /** Whether the name itself stands in it. */
  says(name: string): boolean;
}

const wishes = Object.keys(wishWords) as Wish[];
const split = (words: Readonly<Record<Wish, readonly string[]>>) =>
  new Map(wishes.map((wish) => [wish, words[wish].flatMap((line) => line.split(' '))] as const));
const english = split(englishWords);
const elsewhere = split(wishWords);

/** Reads an instruction. The default instruction of a task type is known; others are read by their words. */
export function readInstruction(instruction: string, type: TaskType): Asked {
  const text = instruction.toLowerCase();
  const words = text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  const parts = new Set(words.flatMap(partsOf).map(stem));
  return {
    wishes: wishesIn(instruction, type),
    placeholder: placeholderWords.test(text),
    broad: broadWords.test(text),
    adds: addingWords.test(text),
    says: (name) => hasName(instruction, name),
    names(name) {
      if (hasName(text, name.toLowerCase())) return true;
      const own = partsOf(name)
        .map(stem)
        .filter((part) => part.length >= 4);
      return own.some((part) => parts.has(part));
    },
  };
}

function wishesIn(instruction: string, type: TaskType): ReadonlySet<Wish> {
  if (instruction === defaultInstructions[type]) {
    return new Set<Wish>([type === 'refactor' ? 'tidy' : 'keep']);
  }
  // What must not happen is no wish: the word after the negation is skipped. A new thing has a name, too.
  const lower = instruction.toLowerCase();
  const text = (addingWords.test(lower) ? lower.replace(/\b(?:named|called)\b/g, ' ') : lower)
    .replace(negations, (found) =>
      /\bwithout|ohne|sans|sin|bez|без/.test(found) ? '\uE000 ' : '\uE000',
    )
    .replace(/\uE000\s*[\p{L}'-]+/gu, ' ');
  const words = verbsIn(text);
  const isEnglishText = englishSmallWords.test(text);
  return new Set(
    wishes.filter(
      (wish) =>
        wishSigns[wish].test(text) ||
        words.some(
          (word) =>
            english.get(wish)!.some((beginning) => isEnglish(word, beginning)) ||
            (!isEnglishText && elsewhere.get(wish)!.some((beginning) => isWord(word, beginning))),
        ),
    ),
  );
}

/**
 * The words that may say what to do. Where an English instruction starts with something new, the words
 * that follow describe it, up to the next order: `Add a function that converts them, and remove the old one`.
 */
function verbsIn(text: string): string[] {
  const orders =
    /^\W*(?:please\s+|can you\s+|could you\s+)?(?:add|create|implement|insert|introduce|write|append|generate)\b/;
  const words = text.match(/[\p{L}-]+/gu) ?? [];
  if (!orders.test(text)) return words;
  const next = text.matchAll(
    /(?:[,;.:!?](?:\s+(?:and|then|but))?|\band|\bthen|\bbut)\s+(?:then\s+|also\s+|please\s+)?([\p{L}-]+)/gu,
  );
  return ['add', ...[...next].map(([, word]) => word!)];
}

/** Small words that only English has: then words of other languages are chance. */
const englishSmallWords =
  /(?<!\p{L})(?:the|this|that|its?|and|with|from|into|them|these|those|when|should|too|here|please|of)(?!\p{L})/u;

function isEnglish(word: string, beginning: string): boolean {
  if (!word.startsWith(beginning)) return false;
  const ending = word.slice(beginning.length);
  const doubled = ending.startsWith(beginning.at(-1)!) ? ending.slice(1) : ending;
  return englishEnding.test(ending) || englishEnding.test(doubled);
}

/** Short beginnings must be nearly the whole word. */
function isWord(word: string, beginning: string): boolean {
  return (
    word.startsWith(beginning) && word.length - beginning.length <= (beginning.length < 4 ? 3 : 8)
  );
}

/** `totalPrice`, `total_price` and `total-price` are made of `total` and `price`. */
function partsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

const stem = (word: string): string => word.replace(/(?:ing|ers?|ions?|ies|es|ed|s|e)$/, '');

/** Whether a text holds a name as a word of its own, also in scripts without spaces. */
function hasName(text: string, name: string): boolean {
  if (name === '') return false;
  const literal = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\w$])${literal}(?![\\w$])`).test(text);
}
