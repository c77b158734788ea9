import type { SpeedMeasure } from '../models/latency.ts';

/** The model choice of a workflow step. A name is a tier, or a model reference such as `ollama/qwen3:4b`. */
export type StepUse =
  /** The policy decides, by the step's task type. */
  | { readonly kind: 'auto' }
  | { readonly kind: 'named'; readonly name: string }
  /** Names from the cheapest; the first answer that passes the step's gates is taken. */
  | {
      readonly kind: 'cascade';
      readonly names: readonly string[];
      readonly retry?: boolean;
      readonly raiseEffort?: boolean;
    }
  /** Names that start together; the first answer that passes the step's gates is taken. */
  | { readonly kind: 'speculate'; readonly names: readonly string[] }
  /** The model that is measured to be the fastest of these, or of all tiers when there are no names. */
  | { readonly kind: 'fastest'; readonly names: readonly string[]; readonly by: SpeedMeasure };
