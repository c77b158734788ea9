import type { Fixture } from '../fixture.ts';
import type { Scored } from '../trial.ts';

/*
 * This folder scores answers. A scorer gets a fixture and a model's answer, and says how good the answer
 * is, whether it passes, and why. `valueScorers.ts` makes the scorers that compare values; they are pure.
 * Scorers that run gates or ask a model keep the same contract, and are made where those are.
 */

/** An answer to a fixture. */
export interface AnsweredFixture {
  readonly fixture: Fixture;
  /** As the model wrote it. */
  readonly answer: string;
}

/** One way to score answers. */
export interface Scorer {
  /** As people see it, such as `exact`. */
  readonly name: string;
  /** Everything that its verdict depends on, as data: a change of it makes cached trials stale. */
  readonly settings: unknown;
  /**
   * Never throws or rejects because of what an answer contains; what cannot be scored could not run.
   * It rejects with the signal's reason when the signal aborts.
   */
  score(answered: AnsweredFixture, signal: AbortSignal): Scored | Promise<Scored>;
}

type ScoredAnswer = Extract<Scored, { kind: 'scored' }>;

export function scored(score: number, passed: boolean, evidence: string): ScoredAnswer {
  return { kind: 'scored', score, passed, evidence };
}

/** All or nothing. */
export function passOrFail(passed: boolean, evidence: string): ScoredAnswer {
  return scored(passed ? 1 : 0, passed, evidence);
}

export function unscorable(why: string): Scored {
  return { kind: 'couldNotRun', why };
}

/** A value for a sentence: short, and on one line. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = (text ?? String(value)).replaceAll(/\s+/g, ' ').trim();
  return `"${line.length > 80 ? `${line.slice(0, 77)}…` : line}"`;
}
