import { writeSync } from 'node:fs';
import { stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { planRun, runEvaluation } from '../../src/evaluation/run/evaluate.ts';
import type { EvaluationHost } from '../../src/evaluation/run/evaluationHost.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { decisionFixtures, explainEvaluation, openEvaluationWorld } from './evaluationWorld.ts';

/**
 * Where the process stands still to be killed: before a call, when its answer is billed but not kept, when the
 * answer is kept but not scored, or after a trial.
 */
export type StopPlace = 'call' | 'answer' | 'scoring' | 'trial';

/** What the process is told, as JSON in its first argument. */
export interface EvaluationProcessOrder {
  readonly url: string;
  readonly folder: string;
  readonly fixtures: number;
  readonly concurrency: number;
  readonly wholeGrid?: boolean;
  /** Only these candidates. */
  readonly tiers?: readonly string[];
  /** Functions in each file, which make answers long. */
  readonly functions?: number;
  readonly stopAt?: { readonly place: StopPlace; readonly count: number };
  readonly resume?: string;
}

// An evaluation in a process of its own. It prints `stopped` and waits to be killed, or its result.
const order = JSON.parse(process.argv[2]!) as EvaluationProcessOrder;
const { url, folder, fixtures, concurrency, tiers, functions = 0, stopAt, resume } = order;

const reached = new Map<StopPlace, number>();
function passes(place: StopPlace): void {
  const count = (reached.get(place) ?? 0) + 1;
  reached.set(place, count);
  if (stopAt?.place !== place || stopAt.count !== count) return;
  writeSync(1, 'stopped\n');
  // All of it stands still, also calls that run beside.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function stopping(real: Provider): Provider {
  return {
    id: real.id,
    async *stream(call, signal) {
      passes('call');
      for await (const part of real.stream(call, signal)) {
        if (part.kind === 'finish') passes('answer');
        yield part;
      }
    },
  };
}

const code = Array.from(
  { length: functions },
  (_, place) =>
    `export function pick_${place}(a: number): number {\n  if (a > 1) return a;\n  return 2;\n}`,
).join('\n');
const usual = explainEvaluation({
  fixtures: decisionFixtures(fixtures, { code }),
  scorers: [{ kind: 'contains' }, { kind: 'gate', gate: 'format' }],
});
const evaluation = {
  ...usual,
  candidates: usual.candidates.filter(({ name }) => tiers?.includes(name) ?? true),
};
const world = openEvaluationWorld(url, folder, { provider: stopping });
const host: EvaluationHost = {
  ...world.host,
  async gates(...given) {
    passes('scoring');
    return world.host.gates(...given);
  },
};
const options = {
  concurrency,
  ...(order.wholeGrid && { wholeGrid: true }),
  ...(resume !== undefined && { resume }),
};
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const planned = await planRun(evaluation, host, options);
collect();
const before = process.memoryUsage().heapUsed;
let [most, changes, running, trials] = [0, 0, 0, 0];
const report = await runEvaluation(planned, host, {
  signal: new AbortController().signal,
  options,
  changed(state) {
    const done = state.contenders.reduce((sum, each) => sum + each.trials.length, 0);
    if (done > trials) passes('trial');
    trials = done;
    running = Math.max(running, state.running.length);
    changes += 1;
    if (changes % 200 !== 0) return;
    collect();
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  },
});
const { smallest, calls, spent } = report.result;
const result = { smallest: smallest?.candidate.id, calls, practice: spent.practice };
stdout.write(`${JSON.stringify({ ...result, trials, heap: most, running })}\n`);
await world.close();
