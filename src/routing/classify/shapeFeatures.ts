import { conceptsOf } from './concepts.ts';
import type { Feature } from './feature.ts';
import type { PromptLines } from './promptLines.ts';

/** Features for the shape of a prompt: prose, code, traces, questions and length. */
export function shapeFeatures(
  prompt: string,
  lines: PromptLines,
  words: readonly string[],
): Feature[] {
  const asks = lines.prose.some((line) => /[?？]\s*$/.test(line));
  const length = lengthClass(words.length);
  const names = [
    'always',
    `begins as ${lines.first}`,
    `ends as ${lines.last}`,
    `length: ${length}`,
    `${asks ? 'question' : 'statement'} of ${length}`,
    `${lines.prose.length > 3 ? 'many' : 'few'} lines of prose`,
    ...pastedNames(prompt, lines, words, asks),
    ...proseNames(prompt, lines, words, asks),
  ];
  return names.map((name) => ({ name, value: 0.5 }));
}

function pastedNames(
  prompt: string,
  { prose, code, trace, fenced }: PromptLines,
  words: readonly string[],
  asks: boolean,
): string[] {
  return seen({
    'stack trace': trace.length > 1,
    'error line': trace.length > 0,
    'names an error':
      errorPattern.test(prompt.slice(0, 2_000)) || errorPattern.test(prompt.slice(-1_000)),
    'only an error': trace.length > 0 && words.length < 4,
    'error and question': trace.length > 0 && asks,
    code: code.length > 0,
    'much code': code.length > 12,
    'only code': code.length > 0 && prose.length === 0 && trace.length === 0,
    'code block': fenced,
    'code and question': code.length > 0 && asks,
    'code and no question': code.length > 0 && !asks && words.length > 0,
    diff: /^(?:diff --git|@@ .* @@|\+\+\+ b\/)/m.test(prompt.slice(0, 5_000)),
  });
}

function proseNames(
  prompt: string,
  { prose, code, trace }: PromptLines,
  words: readonly string[],
  asks: boolean,
): string[] {
  const ends = `${prompt.slice(0, 2_000)}\n${prompt.slice(-1_000)}`;
  const named = words.filter((word) => /^<(?:name|path|file|flag)>$/.test(word)).length;
  return seen({
    'question mark': asks,
    'no question mark': !asks && words.length > 0,
    'names something of the project': named > 0,
    'names several things': named > 2,
    list: prose.filter((line) => /^\s*(?:\d+[.)]|[-*•]) /.test(line)).length > 1,
    'small first letter': /^\s*[a-z]/.test(prompt),
    'exam question': examPattern.test(ends),
    'parts to answer': prose.filter((line) => partPattern.test(line)).length > 1,
    'programming contest': contestPattern.test(ends),
    mathematics: mathsPattern.test(ends),
    'not Latin': /[\u0400-\u9fff]/.test(prompt.slice(0, 2_000)),
    'talks about tools': words.some((word) => conceptsOf(word).includes('tool')),
    'no word of the trade': !words.some(isTrade) && code.length + trace.length === 0,
  });
}

const errorPattern = /\b[A-Z][A-Za-z]*(?:Error|Exception)\b/;
const examPattern =
  /\(\d+ (?:marks?|points?|pts)\)|^\s*(?:exercise|question|problem)s?\b.{0,4}\d/im;
const partPattern = /^\s*(?:\(?[a-e1-9]\)|[a-e][.:] )/i;
const contestPattern =
  /\b(?:time|memory) limit\b|\b(?:input|output) (?:data|format|file)\b|\bsample (?:input|output)\b/i;
const mathsPattern = /[√∫∑π∞≤≥²³°]|\b[fgh] ?\([xt]\)|\d ?[a-z]\^\d/;

function seen(flags: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(flags).filter((name) => flags[name]);
}

const trade = new Set(['tool', 'code', 'error', 'test', 'docs', 'refactor', 'screen', 'design']);

function isTrade(word: string): boolean {
  return word.startsWith('<') || conceptsOf(word).some((concept) => trade.has(concept));
}

const lengths = [1, 2, 3, 5, 8, 12, 20, 40, 80, 160];

function lengthClass(words: number): string {
  const most = lengths.find((length) => words <= length);
  return most ? `at most ${most} words` : 'over 160 words';
}
