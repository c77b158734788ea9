import { isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Template } from '../definition.ts';
import { type Reading, report } from './reading.ts';

const markdownFile = /^\S+\.md$/;
const textKeys = ['prompt', 'task', 'instructions'];

/** A template that stands in the workflow or in a Markdown file. */
export function readTemplate(text: string, path: ProblemPath, reading: Reading): Template {
  if (!markdownFile.test(text)) return { text };
  const fromFile = reading.files.get(text);
  if (typeof fromFile === 'string') {
    if (fromFile.trim() === '')
      report(reading, path, `"${text}" is empty. Write what it should say.`);
    return { text: fromFile, file: text };
  }
  report(reading, path, missingFile(text));
  return { text: '', file: text };
}

/** Why a named file cannot be used. */
export function missingFile(file: string): string {
  return isInside(file)
    ? `There is no file "${file}" beside the workflow. Create it, or name another.`
    : `"${file}" lies outside the workflow's folder. Name a file beside the workflow or below.`;
}

/** Whether a path stays inside the folder of the workflow. */
export function isInside(file: string): boolean {
  const leaves = /^([/\\~]|[A-Za-z]:)|\\/.test(file) || file.split('/').includes('..');
  return !leaves;
}

/** The files that a workflow names. They are read first, before the workflow is checked. */
export function filesNamedIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const data =
    isRecord(value) && value.tool === 'lookup' && isRecord(value.with) && value.with.file;
  const inside = Object.entries(value).flatMap(([key, it]) =>
    textKeys.includes(key) && typeof it === 'string' && markdownFile.test(it)
      ? [it]
      : filesNamedIn(it),
  );
  return typeof data === 'string' ? [data, ...inside] : inside;
}
