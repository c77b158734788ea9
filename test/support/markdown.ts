import { anchorOf } from '../../scripts/reference/guide.ts';

/** A block of code in a Markdown page. */
export interface Fence {
  /** The number of its first line in the page. */
  readonly line: number;
  /** The language that it is shown in; empty where none is written. */
  readonly language: string;
  /** What stands behind the language and says what to do with it, such as `policy` or `file=task.yaml`. */
  readonly info: string;
  readonly text: string;
  /** The comment `<!-- name … -->` right below it; undefined where there is none. */
  comment(name: string): string | undefined;
}

/** The blocks of code of a page, in order. */
export function fencesIn(page: string): Fence[] {
  const found = page.matchAll(/^```(\w*) ?([^\n]*)\n(.*?)^```\n/gms);
  return [...found].map(({ 0: whole, 1: language, 2: info, 3: text, index }) => ({
    line: page.slice(0, index).split('\n').length + 1,
    language: language ?? '',
    info: info ?? '',
    text: text ?? '',
    comment: (name) =>
      new RegExp(`^<!-- ${name}\\n(.*?)\\n-->`, 's').exec(page.slice(index + whole.length))?.[1],
  }));
}

/** A page without its blocks of code and its comments. */
export function proseOf(page: string): string {
  return page.replaceAll(/^```.*?^```$/gms, '').replaceAll(/<!--.*?-->/gs, '');
}

/** The cells of the tables whose first column has this head, without it and the line below. */
export function tableIn(page: string, head: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return (start === -1 ? [] : rows.slice(0, end)).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Where the links of a page lead, without those in code. */
export function linksIn(page: string): string[] {
  const prose = proseOf(page).replaceAll(/`[^`\n]*`/g, 'code');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target]) => target!);
}

/** The anchors of a page's headings. */
export function anchorsIn(page: string): ReadonlySet<string> {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    anchorOf(heading!),
  );
  return new Set(headings);
}
