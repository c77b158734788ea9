import type { Cost } from './models/money.ts';

/** The gates that can check an answer, cheapest first; they run in this order. */
export const gateNames = [
  'complete',
  'format',
  'syntax',
  'diagnostics',
  'command',
  'confidence',
  'judge',
] as const;
export type RuleGateName = (typeof gateNames)[number];

/** The gates that can check an answer that calls tools, cheapest first. No rule names them: `turns` does. */
export const callGateNames = ['arguments', 'editApplies', 'fileParses'] as const;
export type CallGateName = (typeof callGateNames)[number];

export type GateName = RuleGateName | CallGateName;

/** Something that a gate found: where, and what. */
export interface Finding {
  /** Relative to the workspace folder. */
  readonly path?: string;
  /** 1-based, in the candidate file. */
  readonly line?: number;
  readonly message: string;
}

/** What running a gate cost, for gates that ask a model. */
export interface Charge {
  readonly cost: Cost;
  /** A practice model was asked. */
  readonly simulated?: true;
  /** The model that was asked, such as `balanced (Sonnet 5.5)`. */
  readonly by: string;
}

/** A gate that could not run has no opinion: that is neither a pass nor a fail. */
export type Verdict = { readonly gate: GateName; readonly charge?: Charge } & (
  | { readonly kind: 'pass' }
  | { readonly kind: 'fail'; readonly evidence: readonly Finding[] }
  | { readonly kind: 'couldNotRun'; readonly why: string }
);

/** The verdict of a gate that has no opinion. `why` is shown to the user. */
export function couldNotRun(gate: GateName, why: string, charge?: Charge): Verdict {
  return { gate, kind: 'couldNotRun', why, ...(charge && { charge }) };
}

/** Describes a finding in one line: `src/cart.ts, line 3: …`. */
export function describeEvidence({ path, line, message }: Finding): string {
  const place = [path, line === undefined ? undefined : `line ${line}`].filter(Boolean).join(', ');
  return place ? `${place}: ${message}` : message;
}
