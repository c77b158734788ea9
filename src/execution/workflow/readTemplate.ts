import type { ProblemPath } from '../../routing/problem.ts';
import type { Template } from './definition.ts';
import { report, type Reading } from './reading.ts';

const markdownFile = /^\S+\.md$/;
const fileKeys = ['prompt', 'task', 'instructions'];

/** A template written in place, or in a Markdown file. */
export function readTemplate(text: string, path: ProblemPath, reading: Reading): Template {
  if (!markdownFile.test(text)) return { text };
  const fromFile = reading.prompts.get(text);
  if (typeof fromFile === 'string') return { text: fromFile, file: text };
  report(reading, path, missing(text));
  return { text: '', file: text };
}

function missing(file: string): string {
  return isInside(file)
    ? `There is no file "${file}" beside the workflow. Create it, or write the text here.`
    : `"${file}" lies outside the workflow's folder. Name a file beside the workflow or below.`;
}

/** Whether a relative path stays in its folder. */
export function isInside(file: string): boolean {
  const leaves = /^([/\\~]|[A-Za-z]:)|\\/.test(file) || file.split('/').includes('..');
  return !leaves;
}

/** The Markdown files that a workflow names, before anything else is known of it. */
export function markdownFilesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, it]) =>
    fileKeys.includes(key) && typeof it === 'string' && markdownFile.test(it)
      ? [it]
      : markdownFilesIn(it),
  );
}
