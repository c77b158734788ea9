import {
  costOfCall,
  spentIn,
  type Trace,
  type TraceStep,
} from '../../../execution/workflow/journal/trace.ts';
import type { Waterfall, WaterfallBar, WaterfallRow } from '../../../protocol/prose.ts';
import { isGoingOn, type RunStatus } from '../runStatus.ts';
import {
  modelWords,
  secondsWords,
  spentWords,
  statusWords,
  stepsInOrder,
  stepTitle,
} from './describeTrace.ts';
import { type WorkPlace, workTimeOf, type WorkTime } from './workTime.ts';
import { say } from '../../platform/say.ts';

/**
 * The steps of a run as a waterfall: what each ran on and cost, when it began and how long it took.
 * Undefined before the first step. `nowMs` is milliseconds since the epoch.
 */
export function runWaterfall(
  trace: Trace,
  status: RunStatus,
  nowMs: number,
): Waterfall | undefined {
  const steps = stepsInOrder(trace);
  if (steps.length === 0) return undefined;
  const time = workTimeOf(trace, isGoingOn(status) ? nowMs : undefined);
  const isPractice = steps.every(({ step }) => step.calls.every(({ simulated }) => simulated));
  const dearest = Math.max(...steps.map(({ step }) => ownNanoUsd(step, isPractice)), 1);
  return {
    caption: say('What each step ran on, what it cost, when it began and how long it took'),
    heads: [say('Step'), say('Cost'), say('Start'), say('Time')],
    note: pauseWords(time),
    length: secondsWords(time.ms),
    resumes: time.resumesAtMs.map((ms) => shareOf(ms, time.ms)),
    rows: steps.map(({ step, depth }): WaterfallRow => {
      const places = time.placesOf(step);
      // Bars show real money, or practice money if nothing else was spent.
      const costShare = ownNanoUsd(step, isPractice) / dearest;
      return {
        depth,
        ...stateWords(step, stateOf(step, trace, status)),
        name: stepTitle(step),
        model: modelWords(step) || (step.kind === 'tool' ? say('no model') : ''),
        cost: spentWords(spentIn(trace, step.id)),
        costShare,
        start: places[0] ? secondsWords(places[0].fromMs) : say('unknown'),
        time: timeWords(places, step),
        bars: barsOf(places, time.ms),
      };
    }),
  };
}

function barsOf(places: readonly (WorkPlace | undefined)[], wholeMs: number): WaterfallBar[] {
  return places
    .filter((place) => place !== undefined)
    .map(({ fromMs, ms, end }) => ({
      from: shareOf(fromMs, wholeMs),
      length: shareOf(ms, wholeMs),
      isOpen: end !== 'known',
    }));
}

function shareOf(ms: number, wholeMs: number): number {
  return wholeMs > 0 ? ms / wholeMs : 0;
}

type State = TraceStep['status'] | 'interrupted';

const marks: Readonly<Record<State, string>> = {
  running: '◌',
  done: '✓',
  failed: '✗',
  cancelled: '⊘',
  skipped: '–',
  interrupted: '‖',
};

function stateWords(
  { children }: TraceStep,
  state: State,
): Pick<WaterfallRow, 'mark' | 'state' | 'kind'> {
  return {
    mark: marks[state],
    state: state === 'interrupted' ? say('interrupted, not finished') : statusWords[state],
    kind: children.length > 0 ? 'around' : state === 'failed' ? 'failed' : 'work',
  };
}

function stateOf(step: TraceStep, { stretches }: Trace, status: RunStatus): State {
  const isNow = isGoingOn(status) && step.stretch === stretches.length - 1;
  return step.status === 'running' && !isNow ? 'interrupted' : step.status;
}

/** Less than this is no figure in tenths of a second. */
const leastMs = 50;

/** All its stretches together. */
function timeWords(places: readonly (WorkPlace | undefined)[], { ms }: TraceStep): string {
  const known = places.filter((place) => place !== undefined);
  if (known.length < places.length) {
    return places.length === 1 && ms !== undefined ? secondsWords(ms) : say('unknown');
  }
  const total = known.reduce((sumMs, place) => sumMs + place.ms, 0);
  const sum = secondsWords(total);
  if (known.some(({ end }) => end === 'cut'))
    return total < leastMs ? say('unknown') : say('at least {0}', sum);
  return known.some(({ end }) => end === 'goingOn') ? say('{0} so far', sum) : sum;
}

function pauseWords({ resumesAtMs, isWhole }: WorkTime): string {
  if (resumesAtMs.length === 0) return '';
  const at = resumesAtMs.map(secondsWords).join(', ');
  return isWhole
    ? say('Resumed at {0}, where the dashed line is; the pause before is not drawn.', at)
    : say(
        'Resumed at {0}, where the dashed line is; the pause before is not drawn. A closed window had cut it off, so it had worked for at least that long.',
        at,
      );
}

function ownNanoUsd({ calls }: TraceStep, isPractice: boolean): number {
  const own = calls.filter(({ simulated }) => simulated === isPractice);
  return own.reduce((sum, call) => sum + (costOfCall(call)?.nanoUsd ?? 0), 0);
}
