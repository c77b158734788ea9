import { type TaskType, taskTypes } from '../../src/routing/task.ts';

const keywords: readonly (readonly [TaskType, RegExp])[] = [
  ['test', /\b(?:unit )?tests?\b|\bpytest\b|\bjest\b/i],
  ['debug', /\berror\b|\bexception\b|\bbug\b|\bfix\b|traceback|not work/i],
  ['docs', /\bdocs?\b|\bdocument|\breadme\b|\bcomments?\b/i],
  ['refactor', /\brefactor|\brename\b|\bclean ?up\b|\bsimplify\b/i],
  ['review', /\breview\b|\bcheck my\b/i],
  ['design', /\bdesign\b|\barchitecture\b/i],
  ['explain', /\bexplain\b|\bwhat\b|\bhow\b|\bwhy\b/i],
  ['feature', /\badd\b|\bimplement\b|\bsupport\b/i],
  ['boilerplate', /\bwrite\b|\bcreate\b|\bgenerate\b/i],
];

/** A baseline: the type by a list of keywords, in which the first match wins. */
export function byKeyword(prompt: string): TaskType {
  return keywords.find(([, pattern]) => pattern.test(prompt))?.[0] ?? 'other';
}

/** A baseline: the most frequent type. */
export function majorityOf(types: readonly TaskType[]): TaskType {
  const count = (type: TaskType): number => types.filter((it) => it === type).length;
  return taskTypes.toSorted((a, b) => count(b) - count(a))[0]!;
}
