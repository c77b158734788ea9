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
  | { readonly kind: 'speculate'; readonly names: readonly string[] };
