import { lightlyEdited, type MutatedEdit } from './mutatedEdit.ts';
import type { CodeFunction } from './corpus.ts';
import { breakBehaviour } from './behaviour.ts';
import { createRandom } from './random.ts';
import { bodyStart, indentOf } from './text.ts';

/** Answers that contain more, less or something other than was asked for. */
export function outOfScope(code: CodeFunction): MutatedEdit[] {
  const { lines, start, end, fileText, language, next, previous: before } = code;
  const file = fileText.split('\n');
  const edited = lightlyEdited(lines);
  const imports = importsOf(file);
  const head = file
    .slice(0, start)
    .findLast((line) => /^(?:\s*)(?:export |public |final )*(?:class|impl) /.test(line));
  const inClass = indentOf(lines[0]!) !== '' && head !== undefined;
  const changed = breakBehaviour(code, createRandom(start));
  const edits: (MutatedEdit | undefined)[] = [
    { kind: 'whole file', code: [...file.slice(0, start), ...edited, ...file.slice(end)] },
    next && { kind: 'with the next function', code: [...edited, '', ...next] },
    before && { kind: 'with the one before', code: [...before, '', ...edited] },
    (next ?? before) ? { kind: 'another function', code: (next ?? before)! } : undefined,
    { kind: 'without its head', code: withoutHead(lines) },
    imports.length > 0 ? { kind: 'with imports', code: [...imports, '', ...edited] } : undefined,
    inClass
      ? { kind: 'with the class', code: [head, ...edited, ...(language.offside ? [] : ['}'])] }
      : undefined,
    changed && {
      kind: 'code changed while documenting',
      type: 'docs',
      code: [...language.doc(indentOf(lines[0]!), 'Documented.'), ...changed],
    },
  ];
  return edits.filter((edit) => edit !== undefined);
}

function withoutHead(lines: readonly string[]): string[] {
  const hasEnd = /^\s*[})]/.test(lines.at(-1)!);
  return lines.slice(bodyStart(lines), hasEnd ? -1 : undefined);
}

function importsOf(file: readonly string[]): string[] {
  const isImport = (line: string) => /^(?:import|from|using|use|source) ?.+/.test(line);
  const first = file.findIndex(isImport);
  const last = file.findLastIndex(isImport);
  const end = file.indexOf(')', first);
  const isBlock = file[first] === 'import (';
  return file.slice(first, isBlock ? end + 1 : last + 1);
}
