import { isAlias, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import type { WorkflowProblem } from './definition.ts';
import { between, placed, type Finding } from './placeFinding.ts';

/** A workflow file that is sound YAML. */
export interface WorkflowText {
  readonly value: unknown;
  place(finding: Finding): WorkflowProblem;
}

const longestText = 500_000;

/** Reads a file's YAML, without anchors, aliases and tags; what is wrong comes as problems. */
export function readWorkflowText(text: string): WorkflowText | { problems: WorkflowProblem[] } {
  const counter = new LineCounter();
  const at = (start: number, end: number, message: string) =>
    between(counter, message, { start, end });
  if (text.length > longestText) {
    counter.addNewLine(0);
    return {
      problems: [at(0, 1, `A workflow has at most ${longestText} characters. Split it up.`)],
    };
  }
  const document = parseDocument(text, {
    lineCounter: counter,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
    version: '1.2',
  });
  const [error] = document.errors;
  if (error) {
    const message = inPlainWords(error.code, error.message);
    return { problems: [at(error.pos[0], error.pos[1], message)] };
  }
  const [trick] = tricksIn(document);
  if (trick) {
    const [start, end] = trick.node.range ?? [0, 1, 1];
    // A tag stands before what it belongs to.
    const from = trick.node.tag === undefined ? start : text.lastIndexOf('!', start);
    return { problems: [at(from, Math.max(end, from + 1), trick.message)] };
  }
  return {
    value: document.toJS({ maxAliasCount: 0 }) as unknown,
    place: (finding) => placed(finding, { document, counter, text }),
  };
}

function inPlainWords(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'This name is used twice here. Rename one of the two.';
  if (code === 'TAB_AS_INDENT') return 'A tab stands where YAML wants spaces. Indent with spaces.';
  if (code === 'MULTIPLE_DOCS') return 'A file holds one workflow. Remove everything from here on.';
  if (/call stack/.test(message)) return 'This nests too deep. Take it apart.';
  const said = message.replace(/\.?$/, '.');
  return /\btabs?\b/i.test(message) ? `${said} Indent with spaces.` : said;
}

// Names for repeated parts let a small file grow without end; tags ask for types that nobody knows.
function tricksIn(document: Document): { node: Node; message: string }[] {
  const found: { node: Node; message: string }[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        found.push({
          node,
          message: `Workflows have no aliases. Write out what "*${node.source}" stands for.`,
        });
      } else if (node.anchor) {
        found.push({ node, message: `Workflows have no anchors. Remove "&${node.anchor}".` });
      } else if (node.tag !== undefined) {
        found.push({
          node,
          message: `Workflows have no tags such as "${node.tag}". Put a text that begins with ! in quotes.`,
        });
      }
    },
  });
  return found;
}
