import type { Problem } from './newProblems.ts';

/** A line that the servers of a language find wrong, always in the same way. */
export interface Canary {
  readonly line: string;
  /** The server says all that it has to say of a file at once, so any error tells that it has. */
  readonly atOnce: boolean;
  /** Whether this is what the server says of the canary; its line is `line`. */
  isIn(problem: Problem, line: number): boolean;
}

interface CanaryFacts {
  readonly line: string;
  /** Of the servers' errors; undefined where they have none. Messages are translated, codes are not. */
  readonly code: number | string | undefined;
  /** Which word of the line is wrong. */
  readonly at: string;
  readonly atOnce?: true;
}

// The semicolons end what came before. TypeScript's server judges the statements in view before the
// others, and the empty lines above belong to a statement: not to this one.
const typeScript: CanaryFacts = {
  line: '; type TierwiseCanaryHolder = TierwiseCanary;',
  code: 2304,
  at: 'TierwiseCanary;',
};
// Its server checks few things in JavaScript; this is one of them.
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

/** The canary of a VS Code language; undefined where no server of VS Code's own would find it. */
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
