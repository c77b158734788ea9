import type { NanoUsd } from './money.ts';
import type { Price } from './price.ts';
import type { ModelServer } from './serverWindow.ts';

/** `provider/model`; everything after the first slash is the provider's own name for the model. */
export type ModelReference = `${string}/${string}`;

/** How much a model that can reason is asked to think, least first. */
export const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof efforts)[number];

/** An undefined fact is unknown, which is not the same as false. */
export interface Capabilities {
  readonly tools?: boolean;
  readonly images?: boolean;
  readonly reasoning?: boolean;
  /** It also thinks when it is asked with no effort. */
  readonly thinksUnasked?: boolean;
}

/** What a task may need of a model. */
export type NeededCapability = keyof Pick<Capabilities, 'tools' | 'images'>;

/** Facts about a model. No code depends on a model's name. */
export interface Model {
  readonly reference: ModelReference;
  /** As users see it. */
  readonly name: string;
  /** Tokens of input and output together. */
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  /** The kind of server that told the window. */
  readonly server?: ModelServer;
  readonly capabilities: Capabilities;
  /** The efforts that it accepts, least first; empty when it accepts none, undefined when unknown. */
  readonly efforts?: readonly Effort[];
  /** Dated list prices, oldest first. Empty: the price is unknown. */
  readonly prices: readonly Price[];
  /**
   * The most that a call costs by the user's own guess, nano-dollars; zero when a plan includes it. Counts
   * while the price is unknown, and makes every cost an estimate.
   */
  readonly worstCaseNanoUsd?: NanoUsd;
  /** A practice model: neither its answers nor its costs are real. */
  readonly simulated: boolean;
}

/** An entry of a tier: which model, and with how much effort. */
export interface ModelChoice {
  readonly reference: ModelReference;
  readonly effort?: Effort;
}

/**
 * The effort to ask a model with: the wanted one, or the nearest that it accepts, and of two that are as
 * near the higher one. Undefined when it accepts none.
 */
export function nearestEffort(
  wanted: Effort,
  accepted: readonly Effort[] = efforts,
): Effort | undefined {
  const distance = (effort: Effort) => Math.abs(efforts.indexOf(effort) - efforts.indexOf(wanted));
  return accepted.toSorted(
    (a, b) => distance(a) - distance(b) || efforts.indexOf(b) - efforts.indexOf(a),
  )[0];
}

/** Splits a reference; undefined when it has no provider or no model. */
export function splitReference(reference: string): { provider: string; id: string } | undefined {
  const slash = reference.indexOf('/');
  if (slash <= 0 || slash === reference.length - 1) return undefined;
  return { provider: reference.slice(0, slash), id: reference.slice(slash + 1) };
}

/** Reads `provider/model` or `provider/model@effort`; undefined when it is neither. */
export function parseModelChoice(text: string): ModelChoice | undefined {
  const at = text.lastIndexOf('@');
  const suffix = at > 0 ? text.slice(at + 1) : '';
  const effort = efforts.find((known) => known === suffix);
  const reference = effort ? text.slice(0, at) : text;
  if (!splitReference(reference)) return undefined;
  return { reference: reference as ModelReference, ...(effort && { effort }) };
}
