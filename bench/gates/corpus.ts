import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isHeldOut } from './phrases.ts';
import { languages, type Language } from './languages.ts';

/** A function of the corpus: the target of the candidate edits. Lines count from 0. */
export interface CodeFunction {
  readonly language: Language;
  readonly name: string;
  readonly fileText: string;
  readonly start: number;
  /** The line after its last one. */
  readonly end: number;
  readonly lines: readonly string[];
  /** The same function rewritten by hand, if there is such a version. */
  readonly rewritten: readonly string[] | undefined;
  /** The neighbouring functions in the file. */
  readonly previous: readonly string[] | undefined;
  readonly next: readonly string[] | undefined;
  readonly heldOut: boolean;
}

const folder = join(import.meta.dirname, 'corpus');

/** Every third function of a language is held out. */
export function readCorpus(): CodeFunction[] {
  return languages.flatMap((language) => {
    const fileText = readFileSync(join(folder, language.file), 'utf8');
    const rewrites = readFileSync(join(folder, 'rewrites', language.file), 'utf8');
    const functions = functionsIn(fileText, language);
    const rewritten = rewritesIn(rewrites, language, new Set(functions.map(({ name }) => name)));
    return functions.map((each, index) => ({
      ...each,
      language,
      fileText,
      rewritten: rewritten.get(each.name),
      previous: functions[index - 1]?.lines,
      next: functions[index + 1]?.lines,
      heldOut: isHeldOut(index),
    }));
  });
}

function functionsIn(text: string, { head, offside }: Language) {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const found = head.exec(line);
    if (!found) return [];
    const [, indent = '', name = ''] = found;
    const after = lines.slice(start + 1);
    const ends = (each: string) =>
      offside
        ? each !== '' && !each.startsWith(`${indent} `)
        : /^[})];?$/.test(each.slice(indent.length)) && each.startsWith(indent);
    const length = after.findIndex(ends);
    let end = length < 0 ? lines.length : start + 1 + length + (offside ? 0 : 1);
    while (lines[end - 1] === '') end -= 1;
    return [{ name, start, end, lines: lines.slice(start, end) }];
  });
}

/** From the head of a known function to the next one, so that new helpers are included. */
function rewritesIn(text: string, language: Language, known: ReadonlySet<string>) {
  const lines = text.split('\n');
  const heads = lines.flatMap((line, start) => {
    const [, indent = '', name = ''] = language.head.exec(line) ?? [];
    return known.has(name) ? [{ name, indent, start }] : [];
  });
  return new Map(
    heads.map(({ name, indent, start }, index) => {
      const own = lines.slice(start, heads[index + 1]?.start);
      const left = own.findIndex(
        (line) => /^(?:class|impl) /.test(line) || (line !== '' && !line.startsWith(indent)),
      );
      return [
        name,
        own
          .slice(0, left < 0 ? undefined : left)
          .join('\n')
          .trimEnd()
          .split('\n'),
      ];
    }),
  );
}
