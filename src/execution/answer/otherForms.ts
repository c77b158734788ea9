import { isRecord } from '../../routing/input/objects.ts';
import { toSay } from '../../routing/say.ts';

/*
 * Models are trained on many ways to write an edit, and fall back on one of them when they are asked for the code
 * itself: a diff with or without its header, SEARCH and REPLACE, a field of JSON, a tag around the code. Put into the
 * file as it is, such an answer may even parse: `-one();` and `+one(1);` are statements.
 */

/** A way to write code other than as it is. */
export interface OtherForm {
  readonly name: string;
  /** What an answer of this form does, as the end of a sentence about it. */
  readonly says: string;
  /** Words of an instruction that may ask for it. */
  readonly askedFor: RegExp;
}

export const diffForm: OtherForm = {
  name: toSay('a diff'),
  says: 'is a diff instead of the code itself',
  askedFor: /@@|\b(?:diffs?|patch(?:es)?|hunks?)\b/i,
};
export const partsForm: OtherForm = {
  name: toSay('search and replace'),
  says: 'is written as search and replace instead of the code itself',
  askedFor: /[<>]{5,}|\b(?:conflicts?|markers?|search\W+(?:and\W+)?replace)\b/i,
};
const jsonForm: OtherForm = {
  name: 'JSON',
  says: 'wraps the code in JSON',
  askedFor: /\bjson/i,
};
const toolForm: OtherForm = {
  name: toSay('a tool call'),
  says: 'calls a tool instead of giving the code',
  askedFor: /\btools?\b/i,
};
const tagForm: OtherForm = {
  name: toSay('a tag'),
  says: 'wraps the code in a tag',
  askedFor: /\b(?:tag|xml)/i,
};

/**
 * How an answer is written in place of plain code; undefined for plain code.
 * @param original What the code comes in place of; empty for a new file.
 * @param path The file's path: a file of diffs holds diffs, one of JSON fields, and markup tags.
 */
export function otherForm(code: string, original: string, path: string): OtherForm | undefined {
  const lines = linesOf(code);
  const old = new Set(linesOf(original));
  if (!isDiffFile(path) && (beginsWithHeader(lines, old) || isBareDiff(lines, old)))
    return diffForm;
  if (!jsonFile.test(path) && isWrappedInJson(code) && !isWrappedInJson(original)) return jsonForm;
  if (toolCall.test(code) && !toolCall.test(original)) return toolForm;
  const isTagged = wrappingTag.test(code) && !wrappingTag.test(original);
  return isTagged && !markupFile.test(path) ? tagForm : undefined;
}

const jsonFile = /\.(?:json[c5l]?|ipynb)$/i;
const markupFile = /\.(?:[px]?html?|xml|xsl|svg|mdx?|markdown|vue|svelte|astro|[jt]sx|hbs|php)$/i;

/** Whether a file holds diffs by its name. */
export function isDiffFile(path: string): boolean {
  return /\.(?:diff|patch)$/i.test(path);
}

/** Whether code has marks that the original has not: those of a merge, or of SEARCH and REPLACE. */
export function hasConflict(code: string, original: string): boolean {
  const old = new Set(linesOf(original));
  const lines = linesOf(code).filter((line) => !old.has(line));
  const marks = [/^\s*(?:<{5,9}|-{5,9}) *[A-Z]/, /^\s*={5,9}$/, /^\s*(?:>{5,9}|\+{5,9}) *\w/];
  let at = -1;
  return marks.every((mark) => {
    at = lines.findIndex((line, place) => place > at && mark.test(line));
    return at >= 0;
  });
}

const header =
  /^(?:diff --git \S|@@ -\d+(?:,\d+)? \+\d+|\*\*\* (?:Begin Patch|(?:Update|Add|Delete) File: ))/;

/** Only the first line counts: documentation may show a diff further down. */
function beginsWithHeader(lines: readonly string[], old: ReadonlySet<string>): boolean {
  const [first = '', second = ''] = lines.filter((line) => line.trim() !== '');
  const isHeader = header.test(first) || (/^--- \S/.test(first) && /^\+\+\+ \S/.test(second));
  return isHeader && !old.has(first);
}

/**
 * A diff without a header, by what its lines say of the original. A list is none: its lines begin with a dash, but no
 * line beside them with a plus sign or with one space too many.
 */
function isBareDiff(lines: readonly string[], old: ReadonlySet<string>): boolean {
  const trimmed = new Set([...old].map((line) => line.trim()).filter(Boolean));
  const written = lines.filter((line) => line.trim() !== '');
  const isOld = (line: string) => old.has(line.slice(1)) && line.trim() !== '' && !old.has(line);
  const gone = written.filter(
    (line) => line.startsWith('-') && !old.has(line) && trimmed.has(line.slice(1).trim()),
  );
  const come = written.filter((line) => line.startsWith('+') && !old.has(line));
  const kept = written.filter((line) => line.startsWith(' ') && isOld(line));
  if (gone.length > 0 && come.length > 0) return true;
  if (gone.some(isOld) && kept.length > 0) return true;
  return come.length > 0 && kept.length > 0 && come.length + kept.length === written.length;
}

const jsonField =
  /^(?:code|content|text|answer|edits?|new_?(?:text|string|str|code)|replacement|result|updated_?code|arguments)$/i;

/** An object of JSON with a field for code, or for the arguments of a tool's call. */
function isWrappedInJson(text: string): boolean {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(text)) return false;
  try {
    const fields: unknown = JSON.parse(text);
    return isRecord(fields) && Object.keys(fields).some((key) => jsonField.test(key));
  } catch {
    return false;
  }
}

/** Gemini's models write the calls of their tools as Python now and then. */
const toolCall = /^\s*(?:print\()?default_api\.\w+\(/;

const wrappingTag =
  /^\s*<(code|answer|edit|output|result|solution|replacement|updated_?code|new_?code)>[\s\S]*<\/\1>\s*$/i;

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());
