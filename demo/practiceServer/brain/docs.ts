import ts from 'typescript';
import { canSee, type Skill } from '../models.ts';
import { functionsIn, recordsIn, throwsOf, type FunctionShape } from './shape.ts';
import { applyEdits, indentOf, targetText, type Edit } from './source.ts';
import { capitalised, listed, wordsOf } from './words.ts';
import type { EditAnswer, Work } from './work.ts';

/** Adds a TSDoc comment to every declaration of the target that has none. */
export function docs({ source, skill }: Work): EditAnswer {
  const functions = functionsIn(source)
    .filter(({ node }) => !isNested(node))
    .map((shape) => ({ node: declarationOf(shape.node), lines: functionLines(shape, skill) }));
  const records = recordsIn(source)
    .filter(({ fields }) => fields.length > 0)
    .map(({ node, name, fields }) => ({
      node,
      lines: [`${article(wordsOf(name))}: ${listed(fields.map((field) => wordsOf(field.name)))}.`],
    }));
  const edits = [...functions, ...records]
    .filter(({ node }) => ts.getJSDocCommentsAndTags(node).length === 0)
    .map(({ node, lines }) => commentAbove(node, lines));
  const note = edits.length > 0 ? '' : 'everything here has a comment already, so nothing changed.';
  return { code: targetText(applyEdits(source, edits)), note };
}

function isNested(node: ts.Node): boolean {
  return ts.findAncestor(node.parent, ts.isFunctionLike) !== undefined;
}

function declarationOf(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
}

function commentAbove(node: ts.Node, lines: readonly string[]): Edit {
  const indent = indentOf(node);
  const start = node.getStart();
  const text =
    lines.length === 1
      ? `/** ${lines[0]} */\n${indent}`
      : `/**\n${lines.map((line) => `${indent} * ${line}`).join('\n')}\n${indent} */\n${indent}`;
  return { start, end: start, text };
}

function functionLines(shape: FunctionShape, skill: Skill): string[] {
  const lines = [summaryOf(shape)];
  if (!canSee(skill, 'subtle')) return lines;
  for (const { name, type, optional } of shape.parameters) {
    const left = optional ? '; may be left out' : '';
    lines.push(`@param ${name} - The ${wordsOf(name)}${typeInWords(type)}${left}.`);
  }
  const returned = unwrapped(shape.returns);
  if (!['void', 'unknown'].includes(returned)) {
    lines.push(
      returned === 'boolean'
        ? '@returns True when it holds.'
        : `@returns The result${typeInWords(returned)}.`,
    );
  }
  if (!canSee(skill, 'deep')) return lines;
  for (const { error, message } of throwsOf(shape.node)) {
    const plain = message.replaceAll(/:? ?\$\{[^}]*\}/g, '');
    lines.push(`@throws ${error} “${plain}”.`);
  }
  return lines;
}

const verbs =
  /^(?:add|apply|build|calculate|charge|check|compute|convert|create|fetch|find|format|get|group|load|make|merge|parse|place|read|remove|reserve|save|search|send|set|split|update|validate|write)$/;

function summaryOf({ name, returns }: FunctionShape): string {
  const [first = '', ...rest] = wordsOf(name).split(' ');
  const object = rest.join(' ');
  if (/^(?:is|has|can)$/.test(first)) return `Tells whether it ${first} ${object}.`;
  if (verbs.test(first)) return `${capitalised(thirdPerson(first))} ${object || 'it'}.`;
  return unwrapped(returns) === 'void'
    ? `Does the ${wordsOf(name)}.`
    : `Returns the ${wordsOf(name)}.`;
}

function thirdPerson(verb: string): string {
  return /(?:ch|sh|s|x)$/.test(verb) ? `${verb}es` : `${verb}s`;
}

function unwrapped(type: string): string {
  return /^Promise<(.*)>$/s.exec(type)?.[1] ?? type;
}

/** The type's addition to a name, such as `, as Cents`; empty for strings, numbers and booleans. */
function typeInWords(type: string): string {
  const plain = unwrapped(type).replace(/^readonly /, '');
  if (['string', 'number', 'boolean'].includes(plain)) return '';
  const element = /^(\w+)\[\]$/.exec(plain)?.[1];
  if (element) return `, a list of ${element}`;
  return /^\w+$/.test(plain) ? `, as ${plain}` : `, of type \`${plain}\``;
}

function article(words: string): string {
  return /^[aeiou]/.test(words) ? `An ${words}` : `A ${words}`;
}
