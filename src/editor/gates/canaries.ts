import type { Problem } from './newProblems.ts';

/**
 * A canary: a wrong line, added to a file on purpose. Its expected error shows that a language server
 * has judged the file.
 */
export interface Canary {
  readonly line: string;
  /** Whether the server reports all errors of a file at once, so that any error shows it is done. */
  readonly atOnce: boolean;
  /** The name, without folders, under which a file is judged. */
  nameFor(name: string): string;
  /** Whether a problem is the canary's error or hint, with the canary in line `line`. */
  isIn(problem: Problem, line: number): boolean;
  /** Whether a problem is the error of another judgement's canary, so that the report is an old one. */
  isEarlier(problem: Problem): boolean;
}

interface CanaryFacts {
  readonly line: string;
  /** The code of the error, which is never translated; undefined where servers give none. */
  readonly code: number | string | undefined;
  /** The part of the line where the error is. */
  readonly at: string;
  /** A hint that the server gives after all errors, where it checks too little to report the error. */
  readonly hint?: { readonly code: number; readonly at: string };
  readonly atOnce?: true;
  /**
   * Whether each text needs a name of its own. The server of HTML takes a script for unchanged when the file's name
   * and version are, and VS Code gives version 1 to each file that it opens.
   */
  readonly ownName?: true;
}

// The semicolon ends the statement before. TypeScript's server judges the statements in view first,
// and the empty lines above the canary count as part of the next statement: here, the empty one.
const typeScript: CanaryFacts = {
  line: '; type TierwiseCanaryHolder = TierwiseCanary;',
  code: 2304,
  at: 'TierwiseCanary;',
};
// The server checks few things in JavaScript; this is one of them. Where `checkJs` is false (VS Code before 1.134 sets
// it by itself) and behind `@ts-nocheck` it reports only syntax, and hints, such as that a function could be a class.
const javaScript: CanaryFacts = {
  line: '; { let tierwiseCanary; let tierwiseCanary; function TierwiseHint() { this.is = 1; } }',
  code: 2451,
  at: 'tierwiseCanary',
  hint: { code: 80002, at: 'TierwiseHint' },
};
const styles: CanaryFacts = {
  line: '; .tierwise-canary { : }',
  code: 'css-rcurlyexpected',
  at: ':',
  atOnce: true,
};
const json: CanaryFacts = { line: 'tierwise-canary', code: 0, at: 'tierwise', atOnce: true };
const html: CanaryFacts = {
  line: '<script>{ let tierwiseCanary; let tierwiseCanary; }</script>',
  code: undefined,
  at: 'tierwiseCanary',
  atOnce: true,
  ownName: true,
};

const byLanguage: ReadonlyMap<string, CanaryFacts> = new Map([
  ['typescript', typeScript],
  ['typescriptreact', typeScript],
  ['javascript', javaScript],
  ['javascriptreact', javaScript],
  ['css', styles],
  ['scss', styles],
  ['less', styles],
  ['json', json],
  ['jsonc', json],
  ['html', html],
]);

/** In how many columns a canary may stand: fewer than lie between two errors of one canary. */
const indents = 16;

/**
 * The canary of a VS Code language for the `serial`th judgement; undefined if none of VS Code's own
 * servers would report it. Its column tells judgements apart: a server may report on an earlier text of
 * a file once more after the file was reopened with another one.
 */
export function canaryOf(language: string, serial: number): Canary | undefined {
  const facts = byLanguage.get(language);
  if (!facts) return undefined;
  const { code, at, hint, atOnce = false, ownName = false } = facts;
  const indent = serial % indents;
  const isAt = ({ column }: Problem, by: number, word = at) =>
    column >= by && facts.line.startsWith(word, column - by);
  return {
    line: `${' '.repeat(indent)}${facts.line}`,
    atOnce,
    // The ending stays, because it tells VS Code the language.
    nameFor: (name) => (ownName ? name.replace(/(?=\.[^.]*$)|$/, `.tierwise-${serial}`) : name),
    isIn(problem, line) {
      if (problem.line !== line) return false;
      if (problem.isHint) return problem.code === hint?.code && isAt(problem, indent, hint?.at);
      return problem.code === code && isAt(problem, indent);
    },
    isEarlier: (problem) =>
      problem.code === code &&
      !isAt(problem, indent) &&
      Array.from({ length: indents }, (_, by) => by).some((by) => isAt(problem, by)),
  };
}
