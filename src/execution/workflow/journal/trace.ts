import type { Message } from '../../../routing/conversation.ts';
import type { Verdict } from '../../../routing/verdict.ts';
import type { Cost, NanoUsd } from '../../../routing/models/money.ts';
import type { ProposedEdit } from '../projectFiles.ts';
import type {
  StepId,
  StepKind,
  StepStatus,
  WorkflowEnd,
  WorkflowEvent,
} from '../workflowEvents.ts';

type Event<Kind extends WorkflowEvent['kind']> = Extract<WorkflowEvent, { kind: Kind }>;

/** A call to a model, by an answer or a judge. */
export interface TraceCall extends Omit<Event<'callStarted'>, 'kind' | 'step'> {
  /** Omitted while it runs. */
  readonly ended?: Omit<Event<'callEnded'>, 'kind' | 'step' | 'attemptId'>;
  /** The window died during the call, so it is settled at its worst case. */
  readonly wasInterrupted?: true;
  readonly verdicts: readonly Verdict[];
  /** The text so far; empty after the end. */
  readonly text: string;
}

/** The decision of one request. */
export type TraceRequest = Omit<Event<'decided'>, 'kind' | 'step'>;

/** A time without a pause, milliseconds since the epoch. */
export interface Stretch {
  readonly startedAtMs: number;
  /** Milliseconds; omitted while it lasts, and where a closed window cut it off. */
  readonly ms?: number;
}

/** A stretch of a step's work. */
export interface StepStretch extends Stretch {
  /** The stretch of the run that it lies in, from 0. */
  readonly stretch: number;
}

/** One step of a run, as far as its events tell. `stretch`, `startedAtMs` and `ms` are of its last start. */
export interface TraceStep extends StepStretch {
  readonly id: StepId;
  readonly parent?: StepId;
  readonly name: string;
  readonly kind: StepKind;
  readonly about?: string;
  readonly status: StepStatus | 'running';
  /** Its starts before the run was resumed. */
  readonly earlier: readonly StepStretch[];
  readonly requests: readonly TraceRequest[];
  readonly calls: readonly TraceCall[];
  /** Set when another model than the declared one answered. The developer must notice this. */
  readonly ranOther?: Omit<Event<'ranOther'>, 'kind' | 'step'>;
  /** The conversation of an agent. */
  readonly messages: readonly Message[];
  readonly notes: readonly string[];
  readonly value?: unknown;
  readonly edit?: ProposedEdit;
  readonly problem?: string;
  readonly children: readonly StepId[];
}

/** A run of a workflow as a tree. */
export interface Trace {
  readonly runId: string;
  readonly workflow: string;
  readonly hash: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly status: WorkflowEnd['status'] | 'running';
  readonly startedAtMs: number;
  /** Milliseconds of the last stretch. */
  readonly ms?: number;
  /** From the start or a resume to the next pause. */
  readonly stretches: readonly Stretch[];
  readonly problem?: string;
  readonly notes: readonly string[];
  readonly steps: ReadonlyMap<StepId, TraceStep>;
  /** The outermost steps, in order. */
  readonly roots: readonly StepId[];
}

const emptyTrace: Trace = {
  runId: '',
  workflow: '',
  hash: '',
  inputs: {},
  status: 'running',
  startedAtMs: 0,
  stretches: [],
  notes: [],
  steps: new Map(),
  roots: [],
};

/** Makes a trace of events, such as those of a journal. */
export function traceOf(events: Iterable<WorkflowEvent>): Trace {
  let trace = emptyTrace;
  for (const event of events) trace = traced(trace, event);
  return trace;
}

/** The trace after one more event. Start with `traceOf([])`. */
export function traced(trace: Trace, event: WorkflowEvent): Trace {
  switch (event.kind) {
    case 'runStarted': {
      const { kind: _, atMs, ...run } = event;
      const stretches = [{ startedAtMs: atMs }];
      return { ...emptyTrace, ...run, startedAtMs: atMs, stretches };
    }
    case 'runResumed':
      return resumed(trace, event.atMs);
    case 'runEnded': {
      const { kind: _, ...end } = event;
      const stretches = trace.stretches.map((each, at) =>
        at === trace.stretches.length - 1 ? { ...each, ms: end.ms } : each,
      );
      return { ...trace, ...end, stretches };
    }
    case 'stepStarted':
      return withStarted(trace, event);
    case 'note':
      if (event.step === undefined) return { ...trace, notes: [...trace.notes, event.text] };
      break;
  }
  const step = 'step' in event && event.step !== undefined && trace.steps.get(event.step);
  return step ? withStep(trace, stepAfter(step, event)) : trace;
}

function withStarted(trace: Trace, event: Event<'stepStarted'>): Trace {
  const { kind: _, step: id, stepKind: kind, atMs: startedAtMs, ...rest } = event;
  const earlier = trace.steps.get(id);
  const fresh = { requests: [], calls: [], messages: [], notes: [], children: [] };
  // A step that starts again after a resume keeps its calls, for their cost.
  const { calls = [], requests = [], messages = [], children = [] } = earlier ?? fresh;
  const kept = { calls, requests, messages, children, earlier: earlier ? startsOf(earlier) : [] };
  const begun = { startedAtMs, stretch: trace.stretches.length - 1, status: 'running' } as const;
  const step: TraceStep = { ...fresh, ...kept, ...rest, ...begun, id, kind };
  const next = withStep(trace, step);
  if (earlier) return next;
  const parent = event.parent === undefined ? undefined : next.steps.get(event.parent);
  if (!parent) return { ...next, roots: [...next.roots, id] };
  return withStep(next, { ...parent, children: [...parent.children, id] });
}

function stepAfter(step: TraceStep, event: WorkflowEvent): TraceStep {
  switch (event.kind) {
    case 'decided': {
      const { kind: _, step: __, ...request } = event;
      return { ...step, requests: [...step.requests, request] };
    }
    case 'callStarted': {
      const { kind: _, step: __, ...call } = event;
      return { ...step, calls: [...step.calls, { ...call, verdicts: [], text: '' }] };
    }
    case 'callRefused':
      return { ...step, calls: step.calls.filter((it) => it.attemptId !== event.attemptId) };
    case 'callEnded': {
      const { kind: _, step: __, attemptId, ...ended } = event;
      return withCall(step, attemptId, () => ({ ended, text: '' }));
    }
    case 'text':
      return withCall(step, event.attemptId, ({ text }) => ({ text: text + event.text }));
    case 'verdict':
      return withCall(step, event.attemptId, ({ verdicts }) => ({
        verdicts: [...verdicts, event.verdict],
      }));
    case 'ranOther': {
      const { kind: _, step: __, ...ranOther } = event;
      return { ...step, ranOther };
    }
    case 'message':
      return { ...step, messages: [...step.messages, event.message] };
    case 'note':
      return { ...step, notes: [...step.notes, event.text] };
    case 'stepEnded': {
      const { kind: _, step: __, ...end } = event;
      return { ...step, ...end };
    }
    default:
      return step;
  }
}

function withStep(trace: Trace, step: TraceStep): Trace {
  return { ...trace, steps: new Map(trace.steps).set(step.id, step) };
}

function withCall(
  step: TraceStep,
  attemptId: string,
  change: (call: TraceCall) => Partial<TraceCall>,
): TraceStep {
  const calls = step.calls.map((call) =>
    call.attemptId === attemptId ? { ...call, ...change(call) } : call,
  );
  return { ...step, calls };
}

/** All starts of a step, the last one included. */
export function startsOf({ earlier, stretch, startedAtMs, ms }: TraceStep): StepStretch[] {
  return [...earlier, { stretch, startedAtMs, ...(ms !== undefined && { ms }) }];
}

/** How the run ended before says nothing about it now. */
function resumed(trace: Trace, startedAtMs: number): Trace {
  const { ms: _, problem: __, ...kept } = trace;
  const stretches = [...trace.stretches, { startedAtMs }];
  return interrupted({ ...kept, stretches, status: 'running' });
}

function interrupted(trace: Trace): Trace {
  const steps = [...trace.steps].map(([id, step]): [StepId, TraceStep] => {
    const calls = step.calls.map((call): TraceCall =>
      call.ended ? call : { ...call, wasInterrupted: true, text: '' },
    );
    return [id, { ...step, calls }];
  });
  return { ...trace, steps: new Map(steps) };
}

/** What calls cost together. */
export interface Spent extends SpentOfOne {
  /** Omitted when no practice model was asked. The other figures do not include it. */
  readonly practice?: SpentOfOne;
}

/** What calls cost in one kind of money. */
export interface SpentOfOne {
  readonly nanoUsd: NanoUsd;
  /** Some of it is our estimate instead of a provider's report. */
  readonly isEstimated: boolean;
  /** Ended calls of unknown cost, which `nanoUsd` does not include. */
  readonly unknownCalls: number;
}

/** What a call cost; undefined while it runs. */
export function costOfCall({
  ended,
  wasInterrupted,
  worstCaseNanoUsd,
}: TraceCall): Cost | undefined {
  if (ended) return ended.cost;
  if (!wasInterrupted) return undefined;
  if (worstCaseNanoUsd === undefined) return { source: 'unknown' };
  return { source: 'estimated', nanoUsd: worstCaseNanoUsd };
}

/** What a run cost, or one of its steps together with those inside it. */
export function spentIn(trace: Trace, id?: StepId): Spent {
  const steps = id === undefined ? [...trace.steps.values()] : withInner(trace, id);
  const calls = steps.flatMap((step) => step.calls);
  const practice = calls.filter(({ simulated }) => simulated);
  const real = calls.filter(({ simulated }) => !simulated);
  return { ...sumOf(real), ...(practice.length > 0 && { practice: sumOf(practice) }) };
}

function sumOf(calls: readonly TraceCall[]): SpentOfOne {
  const costs = calls.map(costOfCall).filter((it) => it !== undefined);
  return {
    nanoUsd: costs.reduce((sum, { nanoUsd = 0 }) => sum + nanoUsd, 0),
    isEstimated: costs.some(({ source }) => source === 'estimated'),
    unknownCalls: costs.filter(({ source }) => source === 'unknown').length,
  };
}

function withInner(trace: Trace, id: StepId): TraceStep[] {
  const step = trace.steps.get(id);
  return step ? [step, ...step.children.flatMap((each) => withInner(trace, each))] : [];
}
