import type { FinishReason } from '../../src/providers/provider.ts';
import type { ProviderErrorKind } from '../../src/providers/providerError.ts';
import type { Chance } from './chance.ts';

/** What a server does in one call, step by step. */
export interface Script {
  readonly fault: Fault;
  /** Milliseconds until the connection stands; the request is sent then. */
  readonly connectMs: number;
  readonly steps: readonly Step[];
  readonly usage: UsageReport;
  /** Milliseconds from an abort to the end of the stream. */
  readonly abortMs: number;
  /** Tokens a second that the model thinks without showing them, before its first text. */
  readonly hiddenPerSecond: number;
}

/** What comes after so many milliseconds; without a limit it never comes. */
export interface Step {
  readonly afterMs: number;
  readonly does:
    | { readonly text: string }
    | { readonly reasoning: string }
    | { readonly tool: string }
    | { readonly finish: FinishReason }
    | { readonly fails: Failure }
    /** The stream ends as if it were whole. */
    | 'ends';
}

export interface Failure {
  readonly kind: ProviderErrorKind;
  /** Whether the server says, by its kind of answer, that no model worked. */
  readonly isFree: boolean;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

/**
 * How a server tells what it bills: its tokens at the end, at the beginning and the end, not at all,
 * wrong tokens that its provider finds doubtful, or a price of its own.
 */
export type UsageReport = 'whole' | 'growing' | 'missing' | 'doubtful' | 'priced';

export const faults = [
  'refusesConnection',
  'resetsBeforeHeaders',
  'refuses',
  'isBusy',
  'asksToWait',
  'hasNoCredit',
  'saysNothing',
  'stallsInTheMiddle',
  'cutsOff',
  'endsWithoutFinish',
  'failsFirst',
  'failsLater',
  'isNoAnswer',
  'refusesTheQuestion',
  'runsIntoItsLimit',
  'saysNothingAtAll',
  'neverStops',
] as const;
export type Fault = 'none' | (typeof faults)[number];

/** The faults before anything was shown: another model may still answer. */
export const earlyFaults: readonly Fault[] = [
  'refusesConnection',
  'resetsBeforeHeaders',
  'isBusy',
  'asksToWait',
  'saysNothing',
  'failsFirst',
  'isNoAnswer',
];

/** The faults of a server after its first event. The others are answers: of a model, or to a bad request. */
export const lateFaults: readonly Fault[] = [
  'stallsInTheMiddle',
  'cutsOff',
  'endsWithoutFinish',
  'failsLater',
];

const refusals: readonly Failure[] = [
  { kind: 'badRequest', isFree: true },
  { kind: 'badKey', isFree: true },
  { kind: 'forbidden', isFree: true },
  { kind: 'modelNotFound', isFree: true },
  { kind: 'wrongAddress', isFree: true },
  { kind: 'tooLong', isFree: true },
  { kind: 'contentPolicy', isFree: true },
];
const busy: readonly Failure[] = [
  { kind: 'overloaded', isFree: true },
  { kind: 'rateLimited', isFree: true },
  // 408 and 504: a model may have worked for long.
  { kind: 'overloaded', isFree: false },
];
const askedWaitsMs = [0, 1000, 20_000, 60_000, 61_000, 3_600_000];

export interface ScriptOptions {
  readonly fault: Fault;
  readonly usage: UsageReport;
  /** The model thinks before it writes. */
  readonly thinks: boolean;
  /** The whole answer: text, or the names of the tools that it calls. */
  readonly answer: { readonly text: string; readonly tools: readonly string[] };
}

export function writeScript(chance: Chance, options: ScriptOptions): Script {
  const { fault, usage, thinks } = options;
  return {
    fault,
    usage,
    connectMs:
      fault === 'refusesConnection' && chance.isTrue(0.5) ? Infinity : chance.between(5, 90),
    steps: stepsOf(chance, options),
    abortMs: chance.isTrue(0.8) ? 0 : chance.between(1, 50),
    hiddenPerSecond: thinks ? chance.between(0, 240) : 0,
  };
}

function stepsOf(chance: Chance, { fault, thinks, answer }: ScriptOptions): Step[] {
  const headMs = chance.between(20, 3000);
  const early = earlyEnd(chance, fault);
  if (early) return [{ afterMs: headMs, does: early }];
  if (fault === 'saysNothing') return [{ afterMs: Infinity, does: 'ends' }];
  const whole = wholeSteps(chance, headMs, thinks, answer);
  const end = lateEnd(chance, fault);
  if (end) return [...whole.slice(0, chance.between(1, whole.length)), end];
  const reason = finishOf(fault, answer.tools.length > 0);
  const said = fault === 'saysNothingAtAll' ? [] : whole;
  return [...said, { afterMs: chance.between(0, 20), does: { finish: reason } }];
}

/** How a call ends before its first event; undefined when it does not. */
function earlyEnd(chance: Chance, fault: Fault): Step['does'] | undefined {
  switch (fault) {
    case 'refusesConnection':
      return { fails: { kind: 'unreachable', isFree: true } };
    case 'resetsBeforeHeaders':
      return { fails: { kind: 'unreachable', isFree: false } };
    case 'refuses':
      return { fails: chance.oneOf(refusals) };
    case 'hasNoCredit':
      return { fails: { kind: 'billing', isFree: true } };
    case 'isBusy':
    case 'failsFirst':
      return { fails: chance.oneOf(busy) };
    case 'asksToWait':
      return { fails: { ...chance.oneOf(busy), retryAfterMs: chance.oneOf(askedWaitsMs) } };
    case 'isNoAnswer':
      return { fails: { kind: 'notAnAnswer', isFree: false } };
    default:
      return undefined;
  }
}

/** How a call ends in the middle; undefined when it does not. */
function lateEnd(chance: Chance, fault: Fault): Step | undefined {
  const afterMs = chance.between(5, 400);
  switch (fault) {
    case 'stallsInTheMiddle':
      return { afterMs: Infinity, does: 'ends' };
    case 'cutsOff':
      return { afterMs, does: { fails: { kind: 'unreachable', isFree: false } } };
    case 'failsLater':
      return { afterMs, does: { fails: { kind: 'overloaded', isFree: false } } };
    case 'endsWithoutFinish':
      return { afterMs, does: 'ends' };
    default:
      return undefined;
  }
}

function finishOf(fault: Fault, callsTools: boolean): FinishReason {
  if (fault === 'refusesTheQuestion') return 'refusal';
  if (fault === 'runsIntoItsLimit') return 'length';
  return callsTools ? 'toolCalls' : 'stop';
}

function wholeSteps(
  chance: Chance,
  headMs: number,
  thinks: boolean,
  { text, tools }: ScriptOptions['answer'],
): Step[] {
  const thoughts = thinks && chance.isTrue(0.5) ? ['Let me think a while. '] : [];
  const pieces = text === '' ? [] : piecesOf(text, chance.between(1, 4));
  const does: Step['does'][] = [
    ...thoughts.map((reasoning) => ({ reasoning })),
    ...pieces.map((piece) => ({ text: piece })),
    ...tools.map((tool) => ({ tool })),
  ];
  return does.map((each, at) => ({
    afterMs: at === 0 ? headMs : chance.between(2, 300),
    does: each,
  }));
}

function piecesOf(text: string, count: number): string[] {
  const length = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, at) =>
    text.slice(at * length, (at + 1) * length),
  ).filter((piece) => piece !== '');
}
