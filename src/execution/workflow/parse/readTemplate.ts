import { isRecord } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Template } from '../definition.ts';
import { type Reading, report } from './reading.ts';

const markdownFile = /^\S+\.md$/;
/** One word that is a path of something else. */
const otherFile =
  /^(?:file:\/\/\S+|\S*\w\.(?:txt|mdx|markdown|mdc|prompt|j2|jinja2?|liquid|ya?ml|json|toml))$/;
const textKeys = ['prompt', 'task', 'instructions'];

/** A template that stands in the workflow or in a Markdown file. */
export function readTemplate(written: string, path: ProblemPath, reading: Reading): Template {
  if (otherFile.test(written) && !markdownFile.test(written)) {
    const message = `"${written}" is not a Markdown file. Name a file that ends with .md, or write the text here.`;
    report(reading, path, message);
    return { text: '' };
  }
  if (!markdownFile.test(written)) return { text: written };
  const file = plainPath(written);
  const text = reading.files.get(file);
  if (typeof text !== 'string') {
    report(reading, path, missingFile(file));
    return { text: '', file };
  }
  if (text.trim() === '') report(reading, path, `"${file}" is empty. Write what it should say.`);
  if (hasFrontMatter(text)) {
    const message = `"${file}" begins with front matter, which the model would read as text. Take it out, and write what it says, such as the model, in the workflow.`;
    report(reading, path, message);
  }
  return { text, file };
}

/** Whether keys and values stand between dashes at the top, as in prompts and agents of other tools. */
function hasFrontMatter(text: string): boolean {
  return /^\w[\w-]*[ \t]*:/m.test(betweenDashes.exec(text)?.[0] ?? '');
}

const betweenDashes =
  /^\uFEFF?---[ \t]*\r?\n(?:[ \t#-].*\r?\n|\w[\w-]*[ \t]*:.*\r?\n|\r?\n)+---[ \t]*(?:\r?\n|$)/;

/** A path as the folder knows it: `a.md` for `./a.md` and `file://a.md`. */
export function plainPath(written: string): string {
  return written.replace(/^(?:file:\/\/)?(?:\.\/)*/, '');
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
      ? [plainPath(it)]
      : filesNamedIn(it),
  );
  return typeof data === 'string' ? [data, ...inside] : inside;
}
