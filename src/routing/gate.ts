/** The witnesses that can judge an answer, cheapest first: the order in which they are asked. */
export const gateNames = [
  'complete',
  'format',
  'syntax',
  'diagnostics',
  'command',
  'confidence',
  'judge',
] as const;
export type GateName = (typeof gateNames)[number];

/** What a gate saw: where, and what. */
export interface Evidence {
  /** Relative to the workspace folder. */
  readonly path?: string;
  /** 1-based, in the candidate file. */
  readonly line?: number;
  readonly message: string;
}

/** Could-not-run is neither pass nor fail: the gate has no opinion. */
export type Verdict =
  | { readonly gate: GateName; readonly kind: 'pass' }
  | { readonly gate: GateName; readonly kind: 'fail'; readonly evidence: readonly Evidence[] }
  | { readonly gate: GateName; readonly kind: 'couldNotRun'; readonly why: string };
