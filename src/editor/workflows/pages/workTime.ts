import {
  startsOf,
  type StepStretch,
  type Trace,
  type TraceStep,
} from '../../../execution/workflow/journal/trace.ts';

/** Where a piece of work lies in the time that a run has worked, milliseconds. */
export interface WorkPlace {
  readonly fromMs: number;
  readonly ms: number;
  /** `cut`: a closed window cut it off, so it took this long or longer. */
  readonly end: 'known' | 'goingOn' | 'cut';
}

/** The time that a run has worked. The pauses before it was resumed are left out. */
export interface WorkTime {
  readonly ms: number;
  /** False when a closed window cut the run off some time after the last thing that it wrote down. */
  readonly isWhole: boolean;
  /** Where it was resumed. */
  readonly resumesAtMs: readonly number[];
  /** Where each start of a step lies; undefined for one that cannot be placed. */
  placesOf(step: TraceStep): readonly (WorkPlace | undefined)[];
}

/** `nowMs` is the time in a run that goes on, milliseconds since the epoch; omitted for any other run. */
export function workTimeOf(trace: Trace, nowMs?: number): WorkTime {
  const { stretches } = trace;
  const last = stretches.length - 1;
  const all = [...trace.steps.values()].flatMap(startsOf);
  const lengths = stretches.map(({ startedAtMs, ms }, at) => {
    const until = at === last && ms === undefined ? (nowMs ?? 0) : startedAtMs + (ms ?? 0);
    const ends = all
      .filter((each) => each.stretch === at && isPlaced(each, startedAtMs))
      .map((each) => each.startedAtMs + (each.ms ?? 0));
    return Math.max(until, ...ends, startedAtMs) - startedAtMs;
  });
  const offsets = lengths.map((_, at) => sum(lengths.slice(0, at)));
  const goesOn = (at: number) => at === last && nowMs !== undefined;
  return {
    ms: sum(lengths),
    isWhole: stretches.every(({ ms }, at) => ms !== undefined || goesOn(at)),
    resumesAtMs: offsets.slice(1),
    placesOf: (step) =>
      startsOf(step).map((start): WorkPlace | undefined => {
        const { stretch: at, startedAtMs, ms } = start;
        const from = stretches[at]?.startedAtMs;
        if (from === undefined || !isPlaced(start, from)) return undefined;
        const fromMs = offsets[at]! + startedAtMs - from;
        if (ms !== undefined) return { fromMs, ms, end: 'known' };
        const end = goesOn(at) ? 'goingOn' : 'cut';
        return { fromMs, ms: offsets[at]! + lengths[at]! - fromMs, end };
      }),
  };
}

/** A clock that was set back, or a journal of another version, leaves a start that means nothing. */
function isPlaced({ startedAtMs }: StepStretch, stretchStartedAtMs: number): boolean {
  return startedAtMs >= stretchStartedAtMs;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
