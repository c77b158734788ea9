import type { Agent, JsonSchema } from './definition.ts';
import type { Values } from './running.ts';
import type { SpendMeter } from './spendMeter.ts';
import type { StepId } from './workflowEvents.ts';

/** One task of one agent. */
export interface AgentTask {
  readonly id: StepId;
  readonly agent: Agent;
  readonly task: string;
  /** What it may spend, with those it leads. */
  readonly meter: SpendMeter;
  readonly critical: boolean;
  readonly values: Values;
  readonly output?: JsonSchema;
  /** How many levels of agents may still lie below it; left out: what its own team says. */
  readonly depth?: number;
}
