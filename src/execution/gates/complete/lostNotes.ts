import type { Asked } from './asked.ts';
import { type CodeLine, codeLines } from './codeLines.ts';
import { declarationsIn } from './declarations.ts';
import { type Edit, letters, type ScopeProblem } from './edit.ts';

interface Text {
  readonly raw: readonly string[];
  readonly read: readonly CodeLine[];
}

/**
 * Finds what an answer drops that is no code of its own and still matters: notices of a licence, lines that tell a
 * tool how to read the file, what documents a declaration that stays, and comments.
 */
export function lostNotes(edit: Edit, asked: Asked): ScopeProblem[] {
  const { wishes } = asked;
  const target = textOf(edit.target, edit.language);
  const answer = textOf(edit.answer, edit.language);
  if (answer.raw.every((line) => line.trim() === '')) return [];
  const head = lostHead(edit, target, answer);
  if (head !== undefined) return [{ line: 0, message: `The answer drops ${head}.` }];
  if (wishes.has('remove') || wishes.has('regroup')) return [];
  const speaksOfErrors = /error|warning|\btypes?\b|lint|suppress|ignore/i.test(edit.instruction);
  const notes =
    (speaksOfErrors ? undefined : lostDirective(target, answer)) ??
    lostMarker(target, answer, edit.language) ??
    lostDocumentation(target, answer) ??
    lostComments(target, answer);
  if (notes === undefined) return [];
  // Only where something is added or mended is it sure that the rest was to stay.
  const isSure = wishes.has('keep') && !wishes.has('tidy') && !wishes.has('rename');
  return [
    { line: 0, message: `The answer drops ${notes}.`, ...(!isSure && { doubtful: true as const }) },
  ];
}

function textOf(lines: readonly string[], language: string): Text {
  return { raw: lines, read: codeLines(lines.join('\n'), language) };
}

interface Head {
  readonly pattern: RegExp;
  readonly name: string;
  /** Words of an instruction that speaks of it. */
  readonly words: RegExp;
}

/** What stands at the head of a file and means nothing to the code below it. */
const heads: readonly Head[] = [
  {
    pattern: /^\W*(?:copyright\b|©|\(c\) \d|SPDX-License-Identifier|licensed under)/i,
    name: 'the notice of copyright or licence',
    words: /licen[cs]e|copyright|header|notice|comment/i,
  },
  {
    pattern: /^#!/,
    name: 'the line #! that names the interpreter',
    words: /shebang|#!|interpreter/i,
  },
  {
    pattern: /^\s*["']use (?:strict|client|server)["'];?\s*$/,
    name: 'the directive that begins with "use"',
    words: /strict|client|server|directive/i,
  },
  {
    pattern: /^\s*<\?(?:php\b|xml\b|=)/,
    name: 'the opening tag <?',
    words: /<\?|tag|declaration|xml/i,
  },
  { pattern: /^\s*<!doctype\b/i, name: 'the doctype', words: /doctype/i },
  { pattern: /^\s*#pragma once\b/, name: 'the line #pragma once', words: /pragma|guard/i },
  {
    pattern: /^\/\/(?:go:build| \+build) /,
    name: 'the build constraint',
    words: /build|constraint/i,
  },
  { pattern: /^#.*\bcoding[:=]/, name: 'the line that names the encoding', words: /coding/i },
  {
    pattern: /^# frozen_string_literal:/,
    name: 'the magic comment',
    words: /frozen|magic|comment/i,
  },
  {
    pattern: /^from __future__ import\b/,
    name: 'the import from __future__',
    words: /future|import/i,
  },
  { pattern: /^package [\w.]+;?\s*$/, name: 'the line that names the package', words: /package/i },
];

function lostHead(
  { before, instruction, language }: Edit,
  target: Text,
  answer: Text,
): string | undefined {
  const lost = heads.find(
    ({ pattern, words }) =>
      !words.test(instruction) &&
      target.raw.some((line) => pattern.test(line)) &&
      !answer.raw.some((line) => pattern.test(line)),
  );
  if (lost !== undefined) return lost.name;
  const isTop = before.every((line) => line.trim() === '');
  const hasFrontMatter = ({ raw }: Text) => raw[0] === '---' && raw.indexOf('---', 1) > 1;
  return isTop &&
    /^(?:markdown|mdx)$/.test(language) &&
    hasFrontMatter(target) &&
    !hasFrontMatter(answer) &&
    !/front ?matter|metadata|header|yaml/i.test(instruction)
    ? 'the front matter'
    : undefined;
}

const directive =
  /eslint-disable|@ts-(?:ignore|expect-error|nocheck)|# ?noqa|# ?type: ?ignore|pylint: ?disable|\/\/ ?nolint|NOSONAR|prettier-ignore|rubocop:disable|(?:istanbul|c8|v8) ignore|noinspection|biome-ignore|phpcs:ignore|@phpstan-ignore|swiftlint:disable|shellcheck disable|clang-format off|fmt: ?(?:off|skip)/;

/** A comment for a tool about a line that stays as it was. */
function lostDirective(target: Text, answer: Text): string | undefined {
  const kept = keptCode(answer);
  const at = target.raw.findIndex((line, index) => {
    const found = directive.exec(line)?.[0];
    if (found === undefined || answer.raw.some((each) => each.includes(found))) return false;
    return kept.has(aboutOf(target, index));
  });
  return at < 0 ? undefined : `“${shortened(target.raw[at]!)}”, though what it is about stays`;
}

const annotation = /^\s*@(\w+)(?:\(.*\))?\s*$/;
const attribute = /^\s*#\[(\w+)[^\]]*\]\s*$/;
const markers: ReadonlyMap<string, RegExp> = new Map([
  ['csharp', /^\s*\[(\w+)[^\]]*\]\s*$/],
  ['java', annotation],
  ['kotlin', annotation],
  ['typescript', annotation],
  ['php', attribute],
  ['rust', attribute],
]);

/** An attribute or annotation on a line of its own. */
function lostMarker(target: Text, answer: Text, language: string): string | undefined {
  const pattern = markers.get(language);
  if (!pattern) return undefined;
  const left = new Set(answer.raw.flatMap((line) => line.match(/\w+/g) ?? []));
  const at = target.raw.findIndex((line, index) => {
    const name = target.read[index]!.startsInside ? undefined : pattern.exec(line)?.[1];
    return name !== undefined && !left.has(name);
  });
  return at < 0 ? undefined : `“${shortened(target.raw[at]!)}”`;
}

/** What documents a declaration that stays, and is not documented any more. */
function lostDocumentation(target: Text, answer: Text): string | undefined {
  const declared = declarationsIn(answer.read);
  const names = new Set(declared.map(({ name }) => name));
  const documented = new Set(
    declared.filter(({ line }) => noteAt(answer, line) !== '').map(({ name }) => name),
  );
  const left = new Set(answer.raw.map((line) => line.trim()));
  const lost = declarationsIn(target.read).find(({ name, line }) => {
    if (!names.has(name) || documented.has(name)) return false;
    const note = noteAt(target, line);
    const isThere = note.split('\n').some((each) => letters(each) > 3 && left.has(each.trim()));
    const says = letters(note) >= leastLetters && !passing.test(note);
    return says && !isThere;
  });
  return lost && `the documentation of ${lost.name}`;
}

/** A shorter note says little. Chosen by judgement. */
const leastLetters = 12;
/** The head of a declaration has no more lines. Chosen by judgement. */
const mostHeadLines = 50;
/** Notes that are done with once what they speak of is done. */
const passing = /\b(?:TODO|FIXME|XXX|HACK|BUG)\b/;

/** The comment above a declaration, or the text at the start of its body. */
function noteAt({ raw, read }: Text, line: number): string {
  const isNote = (at: number) =>
    raw[at] !== undefined && raw[at].trim() !== '' && read[at]!.code.trim() === '';
  const found: string[] = [];
  let at = line - 1;
  while (/^\s*(?:@|\[|#\[)/.test(raw[at] ?? '') && !isNote(at)) at -= 1;
  for (; isNote(at); at -= 1) found.unshift(raw[at]!);
  let body = line;
  const end = Math.min(read.length, line + mostHeadLines);
  while (body < end && !/[:{]\s*$/.test(read[body]!.code)) body += 1;
  if (!/^\s*[rRuU]?(?:"""|''')/.test(raw[body + 1] ?? '')) return found.join('\n');
  // The quotes of a text are code; what it says is not.
  for (at = body + 1; at < raw.length && /^[\s"']*$/.test(read[at]!.code); at += 1) {
    found.push(raw[at]!);
  }
  return found.join('\n');
}

/** Comments beside or above code that stays as it was, where most comments are gone and none came. */
function lostComments(target: Text, answer: Text): string | undefined {
  const said = (text: Text) => text.read.flatMap(({ comment }) => comment?.trim() || []);
  const [old, left] = [said(target), new Set(said(answer))];
  const kept = keptCode(answer);
  const lost = target.read.filter(({ comment }, at) => {
    if (!comment || left.has(comment) || letters(comment) < leastLetters) return false;
    if (passing.test(comment) || /[;{}=]\s*$|^\W*\w+\(.*\)\W*$/.test(comment)) return false;
    return kept.has(aboutOf(target, at));
  });
  const had = new Set(old);
  const fresh = [...left].filter((comment) => !had.has(comment)).length;
  const isMost = lost.length >= 2 && lost.length * 2 >= old.length;
  return isMost && fresh < lost.length
    ? `${lost.length} comments on code that stays, the first “${shortened(lost[0]!.comment!)}”`
    : undefined;
}

/** The lines of code, without those that are hardly more than a bracket. */
function keptCode({ read }: Text): ReadonlySet<string> {
  return new Set(read.map(({ code }) => code.trim()).filter((code) => letters(code) > 3));
}

/** The code that a comment is about: beside it, or on the next line. */
function aboutOf({ read }: Text, line: number): string {
  return read[line]!.code.trim() || (read[line + 1]?.code.trim() ?? '');
}

const shortened = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length > 60 ? `${trimmed.slice(0, 59)}…` : trimmed;
};
