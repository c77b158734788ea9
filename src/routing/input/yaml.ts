import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  Lexer,
  type LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { inEnglish, type Say } from '../say.ts';
import type { ProblemPath } from './problems.ts';
import { syntaxInWords } from './yamlWords.ts';

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

/** Aliases in a file of another program: far more than people write. With more it could grow without end. Chosen by judgement. */
export const mostAliases = 100;

/** The largest YAML text that is read. */
export interface YamlSize {
  readonly characters: number;
  /** Names, values, signs and line breaks as the lexer counts them; a line of a list has about five. */
  readonly tokens: number;
}

// Chosen by judgement: the largest shipped workflow has 1,600 characters and 465 tokens, and 10,000 tokens
// are read in about 50 ms.
/** What is read on the editor's thread. */
export const readAtOnce: YamlSize = { characters: 500_000, tokens: 10_000 };

/**
 * Reads YAML without anchors, aliases and tags; fills `counter` with the beginnings of lines. A text that
 * is too large is refused before it takes time.
 */
export function readSoundYaml(
  text: string,
  counter: LineCounter,
  most: YamlSize = readAtOnce,
  say: Say = inEnglish,
): SoundYaml | { problems: readonly [YamlProblem, ...YamlProblem[]] } {
  const tooLarge = sizeProblem(text, most, say);
  if (tooLarge) {
    counter.addNewLine(0);
    return { problems: [tooLarge] };
  }
  const document = parseDocument(text, {
    lineCounter: counter,
    // The parser's own search for names that come twice compares each with each.
    uniqueKeys: false,
    prettyErrors: false,
    // With a lower level, a second document would go unnoticed.
    logLevel: 'error',
    version: '1.2',
  });
  const error = firstError(document, text, say);
  if (error) return { problems: [error] };
  const blank = strangeBlank(text, say);
  if (blank) return { problems: [blank] };
  const [trick] = tricksIn(document, say);
  if (trick) return { problems: [placed(trick, text)] };
  const [twice, ...more] = namesUsedTwice(document, say);
  if (twice) return { problems: [twice, ...more] };
  return { document, value: document.toJS({ maxAliasCount: 0 }) as unknown };
}

// Chosen by judgement: more than anybody reads at once.
const mostProblems = 100;

function sizeProblem(
  text: string,
  { characters, tokens }: YamlSize,
  say: Say,
): YamlProblem | undefined {
  const problem = (message: string): YamlProblem => ({ start: 0, end: 1, message });
  if (text.length > characters) {
    return problem(say('This file has more than {0} characters. Split it up.', characters));
  }
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    count += 1;
    if (count > tokens) {
      return problem(
        say('This file has too many entries: more than about {0} lines. Split it up.', tokens / 10),
      );
    }
  }
  return undefined;
}

/** The first error alone: what the parser finds after it is mostly caused by it. */
function firstError(document: Document, text: string, say: Say): YamlProblem | undefined {
  const [first] = document.errors.toSorted((one, other) => one.pos[0] - other.pos[0]);
  if (!first) return undefined;
  const { code, message } = first;
  const [at, end] = first.pos;
  // The parser stands at the end of a text whose quote is not closed, which may be the end of the file.
  const start = (/^missing closing/i.test(message) && beginOfQuote(document, at)) || at;
  return { start, end, message: syntaxInWords({ code, message, start }, text, say) };
}

function beginOfQuote(document: Document, end: number): number | undefined {
  let begin: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      if (!type?.startsWith('QUOTE') || !range || range[0] > end) return;
      begin = range[0];
    },
  });
  return begin;
}

/** A line that begins with what looks like a space and is none. */
function strangeBlank(text: string, say: Say): YamlProblem | undefined {
  const start = text.search(/^[\u00a0\u2000-\u200b\u202f\u3000]/m);
  if (start < 0) return undefined;
  const message = say(
    'This line begins with a character that only looks like a space, perhaps copied from a page. Indent with spaces.',
  );
  return { start, end: start + 1, message };
}

function namesUsedTwice(document: Document, say: Say): YamlProblem[] {
  const found: YamlProblem[] = [];
  visit(document, {
    Map(_, { items }) {
      const names = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value) && found.length < mostProblems) {
          const [start, end] = key.range ?? [0, 1];
          found.push({
            start,
            // An empty name is marked as well.
            end: Math.max(end, start + 1),
            message: usedTwice(key.value, say),
          });
        }
        names.add(key.value);
      }
    },
  });
  return found;
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

/** Where a key at the top of a document begins; undefined when it is not there. */
export function keyAt({ contents }: Document, name: string): number | undefined {
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === name)
    : undefined;
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

function usedTwice(key: unknown, say: Say): string {
  return typeof key === 'string' && key !== ''
    ? say('"{0}" is used twice here. Rename one of the two, or merge them.', key)
    : say('This name is used twice here. Rename one of the two, or merge them.');
}

interface Trick {
  readonly node: Node;
  readonly message: string;
}

// Aliases let a small file expand without limit; tags ask for types that we do not support.
function tricksIn(document: Document, say: Say): Trick[] {
  const found: Trick[] = [];
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        found.push({ node, message: unwantedAlias(node.source, say) });
      } else if (node.anchor) {
        found.push({
          node,
          message: say('Anchors are not allowed here. Remove "&{0}".', node.anchor),
        });
      } else if (node.tag !== undefined) {
        const message = say(
          'Tags such as "{0}" are not allowed here. Put text that begins with ! in quotes.',
          node.tag,
        );
        found.push({ node, message });
      }
    },
  });
  return found;
}

function unwantedAlias(name: string, say: Say): string {
  return /^\w+$/.test(name)
    ? say('Aliases are not allowed here. Write out what "*{0}" stands for.', name)
    : say('A text that begins with * needs quotes around it: "*{0}".', name);
}

function placed({ node, message }: Trick, text: string): YamlProblem {
  const [start, end] = node.range ?? [0, 1];
  // A tag comes before its value.
  const from = node.tag === undefined ? start : text.lastIndexOf('!', start);
  return { start: from, end: Math.max(end, from + 1), message };
}
