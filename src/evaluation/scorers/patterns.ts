import type { Scored } from '../trial.ts';
import { readingsOf } from './answerText.ts';
import { PatternProblem } from './pattern/parsePattern.ts';
import { compilePattern, occursIn, type Pattern } from './pattern/runPattern.ts';
import { passOrFail, quoted, unscorable } from './scorer.ts';

export interface PatternSettings {
  readonly kind: 'pattern';
  /** In JavaScript's syntax, without looking around and references to groups. */
  readonly pattern: string;
  /** `i`, `m`, `s` and `u`; none by default. */
  readonly flags?: string;
  /** The pattern must not occur. */
  readonly absent?: boolean;
}

/** Why a pattern cannot be used, for the user; undefined when it can. */
export function patternProblem({
  pattern,
  flags,
}: Omit<PatternSettings, 'kind'>): string | undefined {
  const compiled = compiledOrProblem(pattern, flags);
  return typeof compiled === 'string' ? compiled : undefined;
}

/** The pattern occurs in the answer, without thoughts, or does not where it must not. */
export function scorePattern(answer: string, settings: Omit<PatternSettings, 'kind'>): Scored {
  const { pattern, flags, absent = false } = settings;
  const compiled = compiledOrProblem(pattern, flags);
  if (typeof compiled === 'string') return unscorable(compiled);
  const occurs = occursIn(compiled, readingsOf(answer).whole);
  if (occurs === undefined) return unscorable('The answer is too long for this pattern.');
  const found = occurs ? 'occurs' : 'does not occur';
  return passOrFail(occurs !== absent, `The pattern ${quoted(pattern)} ${found} in the answer.`);
}

function compiledOrProblem(pattern: string, flags: string | undefined): Pattern | string {
  try {
    return compilePattern(pattern, flags);
  } catch (error) {
    if (error instanceof PatternProblem) return error.message;
    throw error;
  }
}
