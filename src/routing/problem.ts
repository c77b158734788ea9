import type { TaskType } from './task.ts';

/** Where in a user's file or setting a problem is: keys and indexes from the root. */
export type ProblemPath = readonly (string | number)[];

/** Something wrong with what a user wrote. The message says what to write instead. */
export interface InputProblem {
  readonly path: ProblemPath;
  readonly message: string;
}

/** Why one model reference of a tier was passed over. */
export type Shortfall =
  | { readonly kind: 'unknownProvider'; readonly provider: string }
  | { readonly kind: 'noKey'; readonly provider: string }
  | { readonly kind: 'unavailable'; readonly provider: string; readonly why: string }
  | {
      readonly kind: 'contextTooSmall';
      readonly neededTokens: number;
      readonly contextTokens: number;
    };

/** Why nothing can be run at all. */
export type Refusal =
  | { readonly kind: 'noModelReady'; readonly tier: string; readonly taskType: TaskType }
  | { readonly kind: 'unknownTier'; readonly tier: string; readonly known: readonly string[] }
  | { readonly kind: 'alreadyAtTop'; readonly tier: string };
