import { asDiff, asSearchReplace, lightlyEdited, type MutatedEdit } from './mutatedEdit.ts';
import type { CodeFunction } from './corpus.ts';
import { breakBehaviour } from './behaviour.ts';
import { honestComments, isHeldOut } from './phrases.ts';
import { pick } from './random.ts';
import { breakSyntax } from './slips.ts';
import { bodyStart, indentOf, localNames, parameterNames, renamed } from './text.ts';

type Random = () => number;

/** Edits that a developer would accept. */
export function goodEdits(code: CodeFunction, random: Random): MutatedEdit[] {
  return [
    renameLocal(code, random),
    renameFunction(code),
    addDoc(code),
    ...[0, 1, 2].map(() => addComment(code, random)),
    extractVariable(code),
    checkParameter(code),
    otherIndentation(code),
    blankLines(code, random),
    wrapHead(code),
    withoutIndentation(code),
    withNote(code, random),
    rewrite(code),
    mendBehaviour(code, random),
    mendSyntax(code, random),
    ...asChanges(code),
  ].filter((edit) => edit !== undefined);
}

function renameLocal({ lines }: CodeFunction, random: Random): MutatedEdit | undefined {
  const names = localNames(lines);
  if (names.length === 0) return undefined;
  const name = pick(random, names);
  return { kind: 'rename a variable', code: renamed(lines, name, `${name}Here`) };
}

function renameFunction({ lines, name }: CodeFunction): MutatedEdit {
  const fresh = `${name}Again`;
  const instruction = `Rename ${name} to ${fresh}.`;
  return { kind: 'rename the function, as asked', code: renamed(lines, name, fresh), instruction };
}

function addDoc({ lines, language, name }: CodeFunction): MutatedEdit {
  const doc = language.doc(indentOf(lines[0]!), `What ${name} does, ... and why it does it so.`);
  return { kind: 'add documentation', type: 'docs', code: [...doc, ...lines] };
}

function addComment(code: CodeFunction, random: Random): MutatedEdit {
  const comments = honestComments.filter((_, index) => isHeldOut(index) === code.heldOut);
  const at = statementStart(code, random);
  const { lines, language } = code;
  const comment = `${indentOf(lines[at]!)}${language.comment} ${pick(random, comments)}`;
  return { kind: 'add a comment', code: [...lines.slice(0, at), comment, ...lines.slice(at)] };
}

/** The index of a line before which another line may be inserted. */
function statementStart({ lines, language }: CodeFunction, random: Random): number {
  const first = bodyStart(lines);
  const deepest = indentOf(lines[first]!);
  const starts = [...lines.keys()]
    .filter(
      (at) => at >= first && lines[at]!.startsWith(deepest) && indentOf(lines[at]!) === deepest,
    )
    .filter(
      (at) =>
        !/^\s*(?:[})\].?:|&]|else|elif|except|catch|finally|done|fi|esac|TEXT)/.test(lines[at]!),
    );
  const inText = lines.findIndex((line) => line.includes("<<'TEXT'"));
  const usable = starts.filter((at) => inText < 0 || at <= inText || language.id !== 'shellscript');
  return usable.length > 0 ? pick(random, usable) : first;
}

function extractVariable({ lines, language }: CodeFunction): MutatedEdit | undefined {
  const at = lines.findLastIndex((line) => /^\s*return [^;{]{6,};?$/.test(line));
  if (at < 0 || language.id === 'go' || language.id === 'shellscript') return undefined;
  const [, indent = '', expression = ''] = /^(\s*)return (.*?);?$/.exec(lines[at]!)!;
  const end = language.offside ? '' : ';';
  const pair = [
    `${indent}${language.assign('outcome', expression)}`,
    `${indent}return outcome${end}`,
  ];
  return { kind: 'extract a variable', code: lines.toSpliced(at, 1, ...pair) };
}

function checkParameter({ lines, language }: CodeFunction): MutatedEdit | undefined {
  const first = bodyStart(lines);
  const head = lines.slice(0, first).join(' ');
  const [parameter] = language.id === 'shellscript' ? ['$1'] : parameterNames(lines, language.id);
  if (parameter === undefined) return undefined;
  const check = language.check(indentOf(lines[first]!), parameter, head);
  if (!check) return undefined;
  const code = lines.toSpliced(first, 0, ...check, '');
  return {
    kind: 'check a parameter',
    type: 'feature',
    instruction: 'Check the input first.',
    code,
  };
}

function otherIndentation({ lines, language }: CodeFunction): MutatedEdit {
  const base = indentOf(lines[0]!);
  const text = hereText(lines);
  const code = lines.map((line, at) => {
    if (at > text.start && at <= text.end) return line;
    const inner = indentOf(line).slice(base.length);
    const wider = language.id === 'go' ? inner.replaceAll('\t', '    ') : inner + inner;
    return line === '' ? '' : base + wider + line.trimStart();
  });
  return { kind: 'other indentation', code };
}

/** Lines of a shell here-document, whose indentation is part of the script's output. */
function hereText(lines: readonly string[]): { readonly start: number; readonly end: number } {
  const start = lines.findIndex((line) => line.includes("<<'TEXT'"));
  return { start, end: start < 0 ? start : lines.indexOf('TEXT', start) };
}

function blankLines(code: CodeFunction, random: Random): MutatedEdit {
  const at = statementStart(code, random);
  const { lines } = code;
  return { kind: 'blank lines', code: [...lines.slice(0, at), '', ...lines.slice(at)] };
}

function wrapHead({ lines, language }: CodeFunction): MutatedEdit | undefined {
  const [, before, inside, after] = /^([^(]*\w\()([^()]+)(\).*)$/.exec(lines[0]!) ?? [];
  if (before === undefined || language.id === 'shellscript' || /[<{[(]/.test(inside!))
    return undefined;
  const indent = indentOf(lines[0]!);
  const comma = ['java', 'csharp'].includes(language.id) || inside!.includes('...') ? '' : ',';
  if (language.id === 'go' && comma === '') return undefined;
  const parameters = inside!.split(', ').map((each) => `${indent}${language.indentation}${each}`);
  const head = [before, ...parameters.join(',\n').split('\n')];
  head[head.length - 1] += comma;
  return {
    kind: 'wrap the signature',
    code: [...head, `${indent}${after}`, ...lines.slice(1)] as string[],
  };
}

function withoutIndentation({ lines }: CodeFunction): MutatedEdit | undefined {
  const base = indentOf(lines[0]!);
  if (base === '') return undefined;
  const [name] = localNames(lines);
  const code = lines.map((line) => line.slice(base.length));
  return name === undefined
    ? undefined
    : { kind: 'answer without indentation', code: renamed(code, name, `${name}2`) };
}

function withNote({ lines, language }: CodeFunction, random: Random): MutatedEdit {
  const names = localNames(lines);
  const name = names.length > 0 ? pick(random, names) : 'x';
  const code = [...language.doc(indentOf(lines[0]!), 'Mind the order of calls.'), ...lines];
  const note = `I kept \`${name}\` as it was; the rest of the file is unchanged...`;
  const text = `Here it is:\n\n\`\`\`\n${code.join('\n')}\n\`\`\`\n\n${note}`;
  return { kind: 'answer with a note', code, text };
}

function rewrite({ rewritten }: CodeFunction): MutatedEdit | undefined {
  return rewritten && { kind: 'rewritten by hand', code: rewritten };
}

function mendBehaviour(code: CodeFunction, random: Random): MutatedEdit | undefined {
  const original = breakBehaviour(code, random);
  return original && { kind: 'fix a defect', type: 'debug', code: code.lines, original };
}

function mendSyntax(code: CodeFunction, random: Random): MutatedEdit | undefined {
  const broken = breakSyntax(code, random)[0];
  return (
    broken && { kind: 'fix the syntax', type: 'debug', code: code.lines, original: broken.code }
  );
}

/** Only the lines that change, with those that are needed to find them. */
function asChanges({ lines }: CodeFunction): MutatedEdit[] {
  const edited = lightlyEdited(lines);
  const last = lines.findLastIndex((line, at) => line !== edited[at]);
  if (last < 0) return [];
  const [before, after] = [lines.slice(0, last + 1), edited.slice(0, last + 1)];
  return [
    { kind: 'answer as a diff', code: asDiff(before, after) },
    { kind: 'answer as search and replace', code: asSearchReplace(before, after) },
  ];
}
