import { check, type RunDetails } from 'fast-check';
import { messages } from './messages.ts';
import { settings } from './settings.ts';
import { streams } from './streams.ts';
import type { FuzzTarget } from './target.ts';
import { textCalls } from './textCalls.ts';
import { texts } from './texts.ts';

export const targets: readonly FuzzTarget[] = [
  ...messages,
  ...settings,
  ...texts,
  ...streams,
  textCalls,
];

/** What came of one target. */
export interface Fuzzed {
  readonly name: string;
  readonly runs: number;
  /** The input, made as small as possible, why it is wrong, and the seed. */
  readonly failure?: string;
}

/** Tries so many inputs on a target; the same seed makes the same inputs. */
export async function play(
  { name, property }: FuzzTarget,
  count: number,
  seed: number,
): Promise<Fuzzed> {
  const details: RunDetails<[unknown]> = await check(property, { numRuns: count, seed });
  const { numRuns: runs, failed, counterexample, counterexamplePath } = details;
  if (!failed) return { name, runs };
  const words = details.errorInstance instanceof Error ? details.errorInstance.message : '';
  const input = JSON.stringify(counterexample)?.slice(0, 600);
  return {
    name,
    runs,
    failure: `${name}, seed ${seed}, path ${counterexamplePath}: ${words}\n  ${input}`,
  };
}
