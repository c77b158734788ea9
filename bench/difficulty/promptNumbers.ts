import { classify } from '../../src/routing/classify/classify.ts';
import { readWeights } from '../../src/routing/classify/linearModel.ts';
import shippedClassifier from '../../src/routing/classify/shippedClassifier.json' with { type: 'json' };

const weights = readWeights(shippedClassifier);

/** What is counted in a prompt, as the logarithm of one more than the number. */
const counted: Readonly<Record<string, RegExp>> = {
  words: /[\p{L}']+/gu,
  numbers: /\d+(?:[.,]\d+)*/g,
  decimals: /\d\.\d/g,
  percents: /%|percent/g,
  fractions: /\d\/\d|half|third|quarter|twice|thrice|times/gi,
  sentences: /[.!?](?:\s|$)/g,
  lines: /\n/g,
  questions: /\?/g,
  operators: /[-+*/=^<>%]/g,
  quotes: /["'`“]/g,
  code: /[{};]\s*$|^ {4,}|^\s*(?:>>>|def\b|class\b|import\b|return\b)/gm,
  negations: /\b(?:not?|never|none|except|without|cannot)\b|n't\b/gi,
  conditions: /\b(?:if|unless|then|when|each|every|after|before|remaining|left|more|less|than)\b/gi,
  foreign: /[^\p{ASCII}]/gu,
};

/** Shares of a prompt's characters. */
const shares: Readonly<Record<string, RegExp>> = { capitals: /\p{Lu}/gu, digits: /\d/g };

/** Names of the numbers, in their order; prompt length is the first. */
export const numberNames = [
  'length',
  ...Object.keys(counted),
  ...Object.keys(shares),
  'letters a word',
  'different words',
  'need for reasoning',
];

/** What is known of a prompt before a call, in numbers. */
export function promptNumbers(prompt: string): number[] {
  const words = prompt.toLowerCase().match(/[\p{L}']+/gu) ?? [];
  const letters = words.reduce((sum, { length }) => sum + length, 0);
  return [
    Math.log1p(prompt.length),
    ...Object.values(counted).map((pattern) => Math.log1p(count(prompt, pattern))),
    ...Object.values(shares).map((pattern) => count(prompt, pattern) / Math.max(prompt.length, 1)),
    letters / Math.max(words.length, 1),
    new Set(words).size / Math.max(words.length, 1),
    classify(prompt, { weights }).reasoning,
  ];
}

function count(prompt: string, pattern: RegExp): number {
  return prompt.match(pattern)?.length ?? 0;
}
