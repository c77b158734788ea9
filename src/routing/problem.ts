import type { NeededAbility } from './model.ts';
import type { NanoUsd } from './money.ts';
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
  /** It failed a moment ago; `why` is what its endpoint said. */
  | { readonly kind: 'coolingDown'; readonly secondsLeft: number; readonly why: string }
  /** It may stand in for no other: that would be dearer, or nobody knows. */
  | { readonly kind: 'dearerFallback'; readonly than: string }
  | {
      readonly kind: 'contextTooSmall';
      readonly neededTokens: number;
      readonly contextTokens: number;
    }
  | { readonly kind: 'lacksAbility'; readonly ability: NeededAbility };

/** Why nothing can be run at all. */
export type Refusal =
  | { readonly kind: 'noModelReady'; readonly tier: string; readonly taskType: TaskType }
  | { readonly kind: 'unknownTier'; readonly tier: string; readonly known: readonly string[] }
  /** Even the least that the plan can cost is beyond its cap, nano-dollars. */
  | { readonly kind: 'capTooLow'; readonly cap: NanoUsd; readonly least: NanoUsd }
  | { readonly kind: 'alreadyAtTop'; readonly tier: string };
