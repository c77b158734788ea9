import { brokenBehaviour, typeErrors } from './behaviour.ts';
import {
  asDiff,
  asSearchReplace,
  inBlock,
  lightlyEdited,
  type MutatedEdit,
} from './mutatedEdit.ts';
import type { CodeFunction } from './corpus.ts';
import { elisionPhrases, isHeldOut } from './phrases.ts';
import { pick } from './random.ts';
import { outOfScope } from './scopes.ts';
import { breakSyntax } from './slips.ts';
import { bodyStart, indentOf } from './text.ts';

type Random = () => number;

/** The families of bad edits, each with its kinds. */
export const families: Readonly<Record<string, readonly string[]>> = {
  truncation: [
    'cut by the limit',
    'broken stream',
    'open block',
    'cut between lines',
    'cut in a line',
  ],
  elision: ['elided middle', 'elided end', 'elided body', 'elided twice', 'bare dots'],
  scope: [
    'whole file',
    'with the next function',
    'with the one before',
    'another function',
    'without its head',
    'with imports',
    'with the class',
    'code changed while documenting',
  ],
  format: ['no block', 'two blocks', 'diff', 'nothing changed', 'merge marks'],
  'syntax slip': [
    'lost closing bracket',
    'lost opening bracket',
    'lost quote',
    'misspelled keyword',
    'doubled bracket',
    'wrong indentation',
  ],
  'type error': ['unknown name', 'unknown command', 'unknown member', 'wrong return type'],
  'broken behaviour': ['changed operator or value', 'lost statement'],
};

/** Edits that no developer would accept. */
export function badEdits(code: CodeFunction, random: Random): MutatedEdit[] {
  return [
    ...truncated(code, random),
    ...elided(code, random),
    ...outOfScope(code),
    ...malformed(code),
    ...breakSyntax(code, random),
    ...typeErrors(code, random),
    ...brokenBehaviour(code, random),
  ];
}

function truncated({ lines, language }: CodeFunction, random: Random): MutatedEdit[] {
  const edited = lightlyEdited(lines);
  const cut = 2 + Math.floor(random() * (edited.length - 3));
  const halfLine = edited[cut]!.slice(0, indentOf(edited[cut]!).length + 5);
  const open = inBlock(edited.slice(0, cut), language.id).replace(/\n```$/, '');
  return [
    { kind: 'cut by the limit', code: edited, outcome: 'truncated', text: open },
    { kind: 'broken stream', code: edited, outcome: 'cutOff', text: open },
    { kind: 'open block', code: edited, text: open },
    { kind: 'cut between lines', code: edited.slice(0, cut) },
    { kind: 'cut in a line', code: [...edited.slice(0, cut), halfLine] },
  ];
}

function elided(code: CodeFunction, random: Random): MutatedEdit[] {
  const { language, heldOut } = code;
  const phrases = elisionPhrases.filter((_, index) => isHeldOut(index) === heldOut);
  const lines = lightlyEdited(code.lines);
  const body = bodyStart(lines);
  const hasEnd = /^\s*[})]/.test(lines.at(-1)!);
  const end = hasEnd ? lines.length - 1 : lines.length;
  const indent = indentOf(lines[body]!);
  const say = () => {
    const phrase = pick(random, phrases);
    const block = language.comment === '//' && random() < 0.25;
    return block ? `${indent}/* ${phrase} */` : `${indent}${language.comment} ${phrase}`;
  };
  const from = body + 1 + Math.floor(random() * Math.max(1, (end - body) / 2 - 1));
  const to = Math.min(end - 1, from + 2 + Math.floor(random() * (end - from)));
  const stopgap = language.offside ? [`${indent}pass`] : [];
  return [
    { kind: 'elided middle', code: [...lines.slice(0, from), say(), ...lines.slice(to)] },
    { kind: 'elided end', code: [...lines.slice(0, from), say(), ...lines.slice(end)] },
    {
      kind: 'elided body',
      code: [...lines.slice(0, body), say(), ...stopgap, ...lines.slice(end)],
    },
    {
      kind: 'elided twice',
      code: [...lines.slice(0, body), say(), ...lines.slice(from, to), say(), ...lines.slice(end)],
    },
    { kind: 'bare dots', code: [...lines.slice(0, from), `${indent}...`, ...lines.slice(to)] },
  ];
}

function malformed({ lines, language }: CodeFunction): MutatedEdit[] {
  const edited = lightlyEdited(lines);
  const block = inBlock(edited, language.id);
  // A change of lines as the file does not have them.
  const remembered = [...lines, `${indentOf(lines[0]!)}${language.comment} As it was.`];
  return [
    { kind: 'no block', code: edited, text: 'I would rename the variables and leave early.' },
    { kind: 'two blocks', code: edited, text: `First:\n${block}\nOr, shorter:\n${block}` },
    { kind: 'diff', code: asDiff(remembered, edited) },
    { kind: 'nothing changed', code: lines },
    { kind: 'merge marks', code: asSearchReplace(remembered, edited) },
  ];
}
