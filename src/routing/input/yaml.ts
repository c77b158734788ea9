import { type Document, isAlias, type LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { ProblemPath } from './problems.ts';

/** A file of YAML that has a value. */
export interface SoundYaml {
  readonly document: Document;
  readonly value: unknown;
}

/** What keeps a text from being sound; offsets count characters. */
export interface YamlProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** Reads YAML without anchors, aliases and tags; `counter` learns where its lines begin. */
export function readSoundYaml(
  text: string,
  counter: LineCounter,
): SoundYaml | { problems: readonly [YamlProblem, ...YamlProblem[]] } {
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    prettyErrors: false,
    // Silence would let a second document pass.
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

/** Where the value at a path begins and ends; of what holds it where it is missing. */
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
  if (code === 'TAB_AS_INDENT') return 'A tab stands where YAML wants spaces. Indent with spaces.';
  if (code === 'MULTIPLE_DOCS') return 'A second document begins here. Remove it from here on.';
  if (/call stack/.test(message)) return 'This nests too deep. Take it apart.';
  const said = message.replace(/\.?$/, '.');
  return /\btabs?\b/i.test(message) ? `${said} Indent with spaces.` : said;
}

interface Trick {
  readonly node: Node;
  readonly message: string;
}

// Names for repeated parts let a small file grow without end; tags ask for types that nobody knows.
function tricksIn(document: Document): Trick[] {
  const found: Trick[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        const message = `There are no aliases here. Write out what "*${node.source}" stands for.`;
        found.push({ node, message });
      } else if (node.anchor) {
        found.push({ node, message: `There are no anchors here. Remove "&${node.anchor}".` });
      } else if (node.tag !== undefined) {
        const message = `There are no tags such as "${node.tag}" here. Put a text that begins with ! in quotes.`;
        found.push({ node, message });
      }
    },
  });
  return found;
}

function placed({ node, message }: Trick, text: string): YamlProblem {
  const [start, end] = node.range ?? [0, 1];
  // A tag stands before what it belongs to.
  const from = node.tag === undefined ? start : text.lastIndexOf('!', start);
  return { start: from, end: Math.max(end, from + 1), message };
}
