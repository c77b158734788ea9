import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step, Workflow } from '../src/execution/workflow/definition.ts';
import { runWorkflow } from '../src/execution/workflow/engine.ts';
import { openJournal } from '../src/execution/workflow/journal/journal.ts';
import { traced, traceOf } from '../src/execution/workflow/journal/trace.ts';
import { says } from '../test/support/scriptedRun.ts';
import { workflowWorld } from '../test/support/workflowWorld.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

const steps = 200;
const atOnce = 20;
const rounds = 12;

/** Measures the engine's own time per step: 200 steps, 20 at a time, with models that answer immediately. */
export async function run(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'tierwise-bench-'));
  try {
    const [bare, kept]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await msPerStep());
      kept.push(await msPerStep(join(folder, `${round}.jsonl`)));
    }
    // The first rounds only warm up the compiler.
    return {
      perStepP50: { value: percentile(bare.slice(2), 0.5), unit: 'ms' },
      perStepWithJournalP50: { value: percentile(kept.slice(2), 0.5), unit: 'ms' },
      perStepWithJournalMax: { value: Math.max(...kept.slice(2)), unit: 'ms' },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function msPerStep(journalFile?: string): Promise<number> {
  const workflow = wide();
  const { context, controller } = workflowWorld({
    'p/small': Array.from({ length: steps }, () => says('ok')),
  });
  const journal = journalFile === undefined ? undefined : await openJournal(journalFile);
  const request = { workflow, inputs: {}, ...(journal && { journal }) };
  let trace = traceOf([]);
  const began = performance.now();
  const running = runWorkflow(request, context, controller.signal);
  let next = await running.next();
  while (!next.done) {
    trace = traced(trace, next.value);
    next = await running.next();
  }
  const ms = performance.now() - began;
  await journal?.close();
  if (next.value.status !== 'done' || trace.steps.size !== steps + 1) {
    throw new Error(`The run ended ${next.value.status}: ${next.value.problem}`);
  }
  return ms / steps;
}

function wide(): Workflow {
  const inner = Array.from({ length: steps }, (_, index): Step => {
    const name = `step${index}`;
    return {
      kind: 'model',
      name,
      needs: [],
      taskType: 'other',
      critical: false,
      checks: {},
      prompt: { text: `Do part ${index} of {{ inputs }}.` },
      model: { kind: 'named', name: 'fast' },
    };
  });
  return {
    name: 'wide',
    description: 'Many steps',
    inputs: [],
    agents: {},
    result: ['all'],
    steps: [{ kind: 'parallel', name: 'all', needs: [], steps: inner, atOnce }],
  };
}
