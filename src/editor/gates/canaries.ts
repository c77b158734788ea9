import type { Problem } from './newProblems.ts';

/**
 * A canary: a wrong line, added to a file on purpose. Its expected error shows that a language server
 * has judged the file.
 */
export interface Canary {
  readonly line: string;
  /** Whether the server reports all errors of a file at once, so that any error shows it is done. */
  readonly atOnce: boolean;
  /** Whether a problem is the canary's error, with the canary in line `line`. */
  isIn(problem: Problem, line: number): boolean;
}

interface CanaryFacts {
  readonly line: string;
  /** The code of the error, which is never translated; undefined where servers give none. */
  readonly code: number | string | undefined;
  /** The part of the line where the error is. */
  readonly at: string;
  readonly atOnce?: true;
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

/** The canary of a VS Code language; undefined if none of VS Code's own servers would report it. */
export function canaryOf(language: string): Canary | undefined {
  const facts = byLanguage.get(language);
  if (!facts) return undefined;
  const { line, code, at, atOnce = false } = facts;
  return {
    line,
    atOnce,
    isIn: (problem, canaryLine) =>
      problem.line === canaryLine && problem.code === code && line.startsWith(at, problem.column),
  };
}
