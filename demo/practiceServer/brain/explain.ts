import {
  callsOf,
  conditionsOf,
  functionsIn,
  recordsIn,
  throwsOf,
  type FunctionShape,
  type RecordShape,
} from './shape.ts';
import { canSee } from '../models.ts';
import { lineOf } from './source.ts';
import { listed, wordsOf } from './words.ts';
import type { Work } from './work.ts';

/** Explains the actual structure of the code, as Markdown. */
export function explain({ prompt, source, skill }: Work): string {
  const functions = functionsIn(source);
  const records = recordsIn(source);
  const names = [...records, ...functions].map(({ name }) => code(name));
  if (names.length === 0) {
    return `the ${prompt.target.text.split('\n').length} selected lines of ${code(prompt.file.path)} declare no function and no type.`;
  }
  const detailed = canSee(skill, 'subtle');
  return [
    `${code(prompt.file.path)} declares ${listed(names)} here.`,
    ...records.map(explainRecord),
    ...functions.map((shape) => explainFunction(shape, detailed)),
  ].join('\n\n');
}

function explainRecord({ name, fields, methods }: RecordShape): string {
  const rows = fields.map(
    ({ name: field, type, optional }) =>
      `- ${code(field)}: ${code(type)}${optional ? ', optional' : ''}`,
  );
  if (methods.length > 0) rows.push(`- Can do: ${listed(methods.map(code))}`);
  return `### ${code(name)}\n\n${rows.join('\n')}`;
}

function explainFunction(shape: FunctionShape, detailed: boolean): string {
  const { node, name, parameters, returns, isAsync } = shape;
  const taken = parameters.map((parameter) => `${code(parameter.name)} (${code(parameter.type)})`);
  const conditions = conditionsOf(node);
  const calls = callsOf(node).map(code);
  const thrown = throwsOf(node);
  const facts = [
    `- Line ${lineOf(node)}: ${isAsync ? 'an asynchronous function' : 'a function'} for “${wordsOf(name)}”.`,
    `- Takes ${taken.length > 0 ? listed(taken) : 'nothing'}; gives back ${code(returns)}.`,
    calls.length > 0 && `- Calls ${listed(calls)}.`,
    detailed && conditions.length > 0 && `- Decides on ${listed(conditions.map(code))}.`,
    detailed &&
      thrown.length > 0 &&
      `- Throws ${listed(thrown.map(({ error, message }) => `${code(error)} (“${message}”)`))}.`,
  ];
  return `### ${code(name)}\n\n${facts.filter(Boolean).join('\n')}`;
}

function code(text: string): string {
  return `\`${text.replaceAll(/\s+/g, ' ')}\``;
}
