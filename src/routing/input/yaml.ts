import { type Document, isAlias, type LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { ProblemPath } from './problems.ts';

/** A YAML file that was read without problems. */
export interface SoundYaml {
  readonly document: Document;
  readonly value: unknown;
}

/** A problem in a YAML text; offsets count characters. */
export interface YamlProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/*
 * This folder reads what users write: settings and YAML files. Text or parsed values come in; values
 * and `InputProblem`s go out, each with its place and a message that names the next step.
 */

/** Reads YAML without anchors, aliases and tags; fills `counter` with the beginnings of lines. */
export function readSoundYaml(
  text: string,
  counter: LineCounter,
): SoundYaml | { problems: readonly [YamlProblem, ...YamlProblem[]] } {
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    prettyErrors: false,
    // With a lower level, a second document would go unnoticed.
    logLevel: 'error',
    version: '1.2',
  });
  const [error, ...others] = document.errors.map(({ pos: [start, end], code, message }) => ({
    start,
    end,
    message: inPlainWords(code, message),
  }));
  if (error) return { problems: [error, ...others] };
  const [trick] = tricksIn(document);
  if (trick) return { problems: [placed(trick, text)] };
  return { document, value: document.toJS({ maxAliasCount: 0 }) as unknown };
}

/** Where the value at a path begins and ends. When there is none, the closest value that contains it. */
export function rangeAt(
  document: Document,
  path: ProblemPath,
): { start: number; end: number } | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as Partial<Node> | null | undefined;
    if (node?.range) return { start: node.range[0], end: node.range[1] };
  }
  return undefined;
}

function inPlainWords(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'This name is used twice here. Rename one of the two.';
  if (code === 'TAB_AS_INDENT') return 'YAML does not allow a tab here. Indent with spaces.';
  if (code === 'MULTIPLE_DOCS') return 'A second document begins here. Remove it from here on.';
  if (/call stack/.test(message)) return 'This nests too deeply. Split it into smaller parts.';
  const said = message.replace(/\.?$/, '.');
  return /\btabs?\b/i.test(message) ? `${said} Indent with spaces.` : said;
}

interface Trick {
  readonly node: Node;
  readonly message: string;
}

// Aliases let a small file expand without limit; tags ask for types that we do not support.
function tricksIn(document: Document): Trick[] {
  const found: Trick[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const message = `Aliases are not allowed here. Write out what "*${node.source}" stands for.`;
        found.push({ node, message });
      } else if (node.anchor) {
        found.push({ node, message: `Anchors are not allowed here. Remove "&${node.anchor}".` });
      } else if (node.tag !== undefined) {
        const message = `Tags such as "${node.tag}" are not allowed here. Put text that begins with ! in quotes.`;
        found.push({ node, message });
      }
    },
  });
  return found;
}

function placed({ node, message }: Trick, text: string): YamlProblem {
  const [start, end] = node.range ?? [0, 1];
  // A tag comes before its value.
  const from = node.tag === undefined ? start : text.lastIndexOf('!', start);
  return { start: from, end: Math.max(end, from + 1), message };
}
