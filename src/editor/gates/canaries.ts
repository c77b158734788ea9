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
  /** Whether a problem is the canary's error, with the canary in line `line`. */
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
// The server checks few things in JavaScript; this is one of them.
const javaScript: CanaryFacts = {
  line: '; { let tierwiseCanary; let tierwiseCanary; }',
  code: 2451,
  at: 'tierwiseCanary',
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
  const { code, at, atOnce = false, ownName = false } = facts;
  const indent = serial % indents;
  const isAt = ({ column }: Problem, by: number) => facts.line.startsWith(at, column - by);
  const isOwn = (problem: Problem) => problem.column >= indent && isAt(problem, indent);
  return {
    line: `${' '.repeat(indent)}${facts.line}`,
    atOnce,
    // The ending stays, because it tells VS Code the language.
    nameFor: (name) => (ownName ? name.replace(/(?=\.[^.]*$)|$/, `.tierwise-${serial}`) : name),
    isIn: (problem, line) => problem.line === line && problem.code === code && isOwn(problem),
    isEarlier: (problem) =>
      problem.code === code &&
      !isOwn(problem) &&
      Array.from({ length: indents }, (_, by) => by).some(
        (by) => problem.column >= by && isAt(problem, by),
      ),
  };
}
