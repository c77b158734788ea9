import type { Task } from '../../../routing/task.ts';

/** What a grammar reads of a file, each line in its place; `language` is an id of VS Code. */
export interface ParsedText {
  readonly language: string;
  /** The grammar is that of a relative: what it cannot read may be right. */
  readonly isRelated?: true;
  read(text: string): string;
}

/** Shells whose language VS Code calls `shellscript` too. The grammar is that of bash. */
const otherShell =
  /\.(?:zsh(?:-theme|rc|env)?|fish|csh|tcsh|nu)$|(?:^|\/)\.?z(?:sh(?:rc|env)|profile|login)$/;
const otherShebang = /^#!.*\b(?:zsh|fish|csh|tcsh|nu)\b/;

const components: ReadonlySet<string> = new Set(['vue', 'svelte', 'astro']);
const script = /(<script\b(?:[^>"']|"[^"]*"|'[^']*')*>)([\s\S]*?)(?:<\/script>|$(?![\s\S]))/gi;
const frontMatter = /^(\s*---[ \t]*)(\n[\s\S]*?)(?:\n---[ \t]*(?=\n|$(?![\s\S]))|$(?![\s\S]))/;
/** A script that is data, a template, or in a language without a grammar. */
const noScript =
  /\btype\s*=\s*["'](?!module|text\/(?:java|type)script)|\blang\s*=\s*["'](?!tsx?["']|jsx?["'])/i;

const whole = (text: string): string => text;

/** What the syntax gate parses of a file that becomes `newText`. */
export function parsedText({ language, path, fileText }: Task, newText: string): ParsedText {
  if (language === 'shellscript' && (otherShell.test(path) || otherShebang.test(fileText))) {
    return { language, isRelated: true, read: whole };
  }
  if (!components.has(language)) return { language, read: whole };
  const isMarkup = /<script\b[^>]*\blang\s*=\s*["'][jt]sx/i.test(newText);
  return {
    language: isMarkup ? 'typescriptreact' : 'typescript',
    read: (text) => scriptsOf(text, language),
  };
}

/** The scripts of a component; everything else becomes blank. */
function scriptsOf(text: string, language: string): string {
  const front = language === 'astro' ? frontMatter.exec(text) : null;
  const parts = [...(front ? [front] : []), ...text.matchAll(script)].filter(
    ([, opening = '']) => !noScript.test(opening),
  );
  let read = '';
  for (const { index, 1: opening = '', 2: body = '' } of parts) {
    const start = index + opening.length;
    read += blanked(text.slice(read.length, start)) + body;
  }
  return read + blanked(text.slice(read.length));
}

const blanked = (text: string): string => text.replace(/[^\n]/g, ' ');
