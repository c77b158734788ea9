import type { Task } from '../../routing/task.ts';
import type { Finding } from '../../routing/verdict.ts';
import { documentLanguages } from '../answer/fences.ts';
import { diffForm } from '../answer/otherForms.ts';
import { linesInTexts } from '../answer/texts.ts';
import { codeLines } from './complete/codeLines.ts';
import { areNumbered } from './gutters.ts';
import type { AnswerLines } from './tabs.ts';

interface Mark {
  readonly pattern: RegExp;
  readonly message: string;
  /** Words of an instruction that asks for such marks. */
  readonly askedFor: RegExp;
  /** Whether a language has no use for it. By default none has. */
  readonly foreignTo?: (language: string) => boolean;
  /** It may well stand in strings and comments. */
  readonly inCode?: true;
}

const languages = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const markup = languages(
  'html xml xsl svg vue svelte astro razor aspnetcorerazor cshtml erb html.erb handlebars mustache hbs blade twig jinja jinja-html django-html liquid ejs php',
);
/** Text for people may stand between tags of JSX. */
const withMarkup = languages('javascript javascriptreact typescriptreact');
/** They hold no words for people outside of strings and comments, and no grammar looks at them. */
const onlyCode = languages(
  'dart fsharp graphql groovy hcl kotlin less lua objective-c r scala scss sql swift terraform toml vb',
);
const isOnlyCode = (language: string) => onlyCode.has(language);
const isNoMarkup = (language: string) => !documentLanguages.has(language) && !markup.has(language);
const isNoText = (language: string) => isNoMarkup(language) && !withMarkup.has(language);

const marks: readonly Mark[] = [
  {
    pattern: /^@@ -\d+(?:,\d+)? \+\d+/,
    message: `The answer ${diffForm.says}.`,
    askedFor: diffForm.askedFor,
  },
  {
    pattern: /^(?:<{7}|>{7})(?: |$)/,
    message: 'The answer contains merge or search-and-replace marks.',
    askedFor: /[<>]{7}|\b(?:conflict|merg|marker)/i,
  },
  {
    pattern: /^\s*<(?:target lines|file path|related path|earlier-answer model)="/,
    message: 'The answer contains a tag of the request.',
    askedFor: /<(?:target|file|related|earlier-answer)\b/i,
  },
  {
    pattern: /^\s*<\/?(?:target|instruction)>\s*$/,
    message: 'The answer contains a tag of the request.',
    askedFor: /<(?:target|instruction)\b/i,
    foreignTo: isNoText,
  },
  {
    pattern: /^\s*(?:<!\[CDATA\[|\]\]>\s*$)/,
    message: 'The answer wraps the code in CDATA.',
    askedFor: /cdata/i,
    foreignTo: isNoText,
  },
  {
    pattern: /\uFFFD|\0/,
    message: 'The answer contains unreadable characters.',
    askedFor: /\uFFFD|FFFD|replacement char|\bNUL\b|null (?:byte|char)/i,
  },
  {
    pattern: /[\u202A-\u202E\u2066-\u2069]/,
    message: 'The answer contains invisible characters that turn the direction of text.',
    askedFor: /bidi|\brtl\b|right[- ]to[- ]left|direction|isolat|unicode|U\+/i,
    foreignTo: (language) => isNoMarkup(language) && language !== 'json',
  },
  {
    pattern: /[\u200B\u2060\uFEFF]|^[ \t]*\u00A0/,
    message: 'The answer contains invisible characters in the code.',
    askedFor: /\bchar(?:acter)?s?\b|unicode|U\+|invisible|space/i,
    foreignTo: isNoText,
    inCode: true,
  },
  {
    pattern: /[“”‘’]/,
    message: 'The answer contains typographic quotes in the code.',
    askedFor: /quot|[“”‘’]/i,
    foreignTo: isOnlyCode,
    inCode: true,
  },
  {
    pattern: /&(?:lt|gt|amp|quot|apos|nbsp|#39|#x27);/,
    message: 'The answer writes signs of the code as HTML entities.',
    askedFor: /html|entit|escap|encod/i,
    foreignTo: isOnlyCode,
    inCode: true,
  },
  {
    // A string in a value that stands in a string ends the outer one where it is read.
    pattern: /^(?!.*\$\{[^}"]*").*(?<!')\\["']/,
    message: 'The answer escapes the quotes of the code.',
    askedFor: /escap|backslash/i,
    foreignTo: isOnlyCode,
    inCode: true,
  },
  {
    pattern:
      /^\s*(?:(?:Here(?: is| are|['’]s)|Below is|The (?:updated|modified|corrected|refactored) \w+) .*|[A-Z][\p{L}'’]*(?:,? [\p{L}'’`-]+){4,})[.!?:]\s*$/u,
    message: 'The answer has a sentence among the code.',
    askedFor: /^$/,
    foreignTo: isOnlyCode,
    inCode: true,
  },
];

/**
 * Marks of a diff, a merge or the request, and characters that do not belong in code, unless the file had them, the
 * instruction asks for them or they stand in a text of several lines.
 */
export function foreignMarks(
  { path, language, instruction, target, fileText: original }: Task,
  fileText: string,
  { start, end }: AnswerLines,
): Finding[] | undefined {
  const lines = fileText.split(/\r?\n/);
  const answer = lines.slice(start, end);
  let inTexts: ReturnType<typeof linesInTexts>;
  const isInText = (index: number): boolean => {
    inTexts ??= linesInTexts(fileText, language) ?? [];
    return inTexts[start + index] === 'text';
  };
  const stands = (line: string, at: number, { pattern, inCode }: Mark): boolean => {
    if (!pattern.test(line) || isInText(at)) return false;
    if (!inCode) return true;
    const read = codeLines(fileText, language)[start + at]!;
    return !read.startsInside && pattern.test(read.code);
  };
  for (const mark of marks) {
    const { pattern, message, askedFor, foreignTo } = mark;
    if (foreignTo?.(language) === false || askedFor.test(instruction)) continue;
    const index = answer.findIndex((line, at) => stands(line, at, mark));
    if (index < 0 || original.split(/\r?\n/).some((line) => pattern.test(line))) continue;
    return [{ path, line: start + 1 + index, message }];
  }
  if (areEscaped(answer, target.text)) {
    return [{ path, line: start + 1, message: 'The answer writes its line breaks as \\n.' }];
  }
  if (areSpaced(answer, target.text)) {
    return [{ path, line: start + 1, message: 'The answer has a blank line after every line.' }];
  }
  if (!areNumbered(answer, { first: start + 1, original, language })) return undefined;
  const message = 'The answer has line numbers in front of its lines.';
  return [{ path, line: target.startLine, message }];
}

/** Whether an answer has `\n` where the code that it replaces has line breaks. */
function areEscaped(answer: readonly string[], before: string): boolean {
  const old = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  if (old.size < 2 || before.includes('\\n')) return false;
  return answer.some((line) => {
    const parts = line.split(/(?:\\r)?\\n/).map((part) => part.trim());
    const known = parts.filter((part) => part !== '' && old.has(part)).length;
    return parts.length > 2 && known * 2 >= parts.filter(Boolean).length;
  });
}

/** Lines that stood one below the other and are apart now. Fewer may be meant so. Chosen by judgement. */
const leastTornApart = 3;

/** Whether each line break came twice: no two lines are together any more. */
function areSpaced(answer: readonly string[], before: string): boolean {
  const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';
  if (answer.some((line, at) => !isBlank(line) && !isBlank(answer[at + 1]))) return false;
  const old = before.split(/\r?\n/).map((line) => line.trim());
  const together = new Set(old.map((line, at) => `${line}\n${old[at + 1] ?? ''}`));
  const filled = answer.filter((line) => !isBlank(line)).map((line) => line.trim());
  const torn = filled.filter((line, at) => together.has(`${line}\n${filled[at + 1] ?? ''}`));
  return torn.length >= leastTornApart;
}
