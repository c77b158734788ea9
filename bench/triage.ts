import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PracticeServer, startPracticeServer } from '../demo/practiceServer/server.ts';
import { whatIf } from '../src/execution/workflow/compare/whatIf.ts';
import type { Workflow } from '../src/execution/workflow/definition.ts';
import { runWorkflow } from '../src/execution/workflow/engine.ts';
import { type Trace, traced, traceOf } from '../src/execution/workflow/journal/trace.ts';
import { mapConcurrently } from '../src/execution/concurrently.ts';
import type { WorkflowContext } from '../src/execution/workflow/workflowContext.ts';
import type { WorkflowChoices } from '../src/routing/policy/policy.ts';
import type { StepUse } from '../src/routing/policy/stepUse.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';
import { hundredLetters, type Letter } from './triage/letters.ts';
import { openTriageWorld, shippedSituation, triageFile, triageWorkflow } from './triage/world.ts';

const named = (name: string): StepUse => ({ kind: 'named', name });

/** The routings. All use the same definition; `dynamic` is the routing of the definition itself. */
const routings: Readonly<Record<string, WorkflowChoices>> = {
  allReasoning: { everywhere: named('reasoning') },
  allFast: { everywhere: named('fast') },
  defaultOnly: { everywhere: named('balanced') },
  static: { steps: { answer: named('reasoning') } },
  dynamic: {},
};

const heading =
  'Every figure is simulated: the letters and the models that answer them, their tokens, prices and pace.';

interface Row {
  readonly name: string;
  readonly right: number;
  readonly rightComplex: number;
  readonly nanoUsd: number;
  readonly billedNanoUsd: number;
  /** The same tokens at the list prices of the shipped tiers. */
  readonly listNanoUsd: number;
  readonly ms: readonly number[];
}

/**
 * Measures right answers, cost and latency of the six-step support triage over a hundred letters, with
 * five routings of the same definition. All of it is simulated: the same authors wrote the letters and
 * the practice models, including the models' tokens, prices and pace.
 */
export async function run(): Promise<Figures> {
  const practice = await startPracticeServer();
  const scratch = mkdtempSync(join(tmpdir(), 'tierwise-bench-'));
  const world = await openTriageWorld(practice.url, scratch);
  const workflow = await triageWorkflow();
  const rows: Row[] = [];
  const hashes = new Set<string>();
  try {
    for (const [name, models] of Object.entries(routings)) {
      hashes.add(createHash('sha256').update(readFileSync(triageFile)).digest('hex'));
      practice.reset();
      rows.push(await play(name, { workflow, models, context: world.context, practice }));
    }
  } finally {
    await world.close();
    await practice.close();
    rmSync(scratch, { recursive: true });
  }
  if (hashes.size !== 1) throw new Error('The definition has changed between the runs.');
  console.error(`\n${heading}\n\n${tableOf(rows)}\n`);
  return figuresOf(rows);
}

async function play(
  name: string,
  {
    workflow,
    models,
    context,
    practice,
  }: {
    readonly workflow: Workflow;
    readonly models: WorkflowChoices;
    readonly context: WorkflowContext;
    readonly practice: PracticeServer;
  },
): Promise<Row> {
  const letters = hundredLetters();
  const shipped = shippedSituation();
  const played = await mapConcurrently(letters, 20, async (letter) => {
    const request = { workflow, models, inputs: { message: letter.text } };
    const running = runWorkflow(request, context, new AbortController().signal);
    let trace = traceOf([]);
    let next = await running.next();
    while (!next.done) {
      trace = traced(trace, next.value);
      next = await running.next();
    }
    const { value, practiceNanoUsd } = next.value;
    const { would } = whatIf(trace, { situation: shipped });
    return {
      letter,
      isRight: isRight(letter, value, trace),
      ms: trace.ms!,
      nanoUsd: practiceNanoUsd,
      listNanoUsd: would!.high.real,
    };
  });
  await practice.idle();
  const right = played.filter((each) => each.isRight);
  return {
    name,
    right: right.length,
    rightComplex: right.filter(({ letter }) => letter.isComplex).length,
    nanoUsd: sum(played.map(({ nanoUsd }) => nanoUsd)),
    billedNanoUsd: sum(practice.billing().map(({ nanoUsd }) => nanoUsd)),
    listNanoUsd: sum(played.map(({ listNanoUsd }) => listNanoUsd)),
    ms: played.map(({ ms }) => ms),
  };
}

/** Whether the answer says what it must, nothing that it must not, and passes the compliance check. */
function isRight({ must, mustNot }: Letter, answer: unknown, { steps }: Trace): boolean {
  const text = String(answer);
  const check = steps.get('compliance')?.value as { allowed?: boolean } | undefined;
  return (
    check?.allowed === true &&
    must.every((each) => each.test(text)) &&
    !mustNot.some((each) => each.test(text))
  );
}

function tableOf(rows: readonly Row[]): string {
  const [most, mostAtList] = [rows[0]!.nanoUsd, rows[0]!.listNanoUsd];
  const lines = rows.map(
    ({ name, right, rightComplex, nanoUsd, billedNanoUsd, listNanoUsd, ms }) => [
      name,
      `${right}`,
      `${rightComplex}`,
      `$${(nanoUsd / 1e9).toFixed(6)}`,
      `${((1 - nanoUsd / most) * 100).toFixed(1)} %`,
      `$${(listNanoUsd / 1e9).toFixed(4)}`,
      `${((1 - listNanoUsd / mostAtList) * 100).toFixed(1)} %`,
      nanoUsd === billedNanoUsd ? 'equal' : `$${(billedNanoUsd / 1e9).toFixed(6)}`,
      `${(percentile([...ms], 0.5) / 1000).toFixed(1)} s`,
      `${(percentile([...ms], 0.95) / 1000).toFixed(1)} s`,
    ],
  );
  const head = [
    'routing',
    'right of 100',
    'of 34 complex',
    'cost',
    'saved',
    'at list prices',
    'saved',
    'billed',
    'p50',
    'p95',
  ];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column]!.length)),
  );
  return [head, ...lines]
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  '))
    .join('\n');
}

function figuresOf(rows: readonly Row[]): Figures {
  const [most, mostAtList] = [rows[0]!.nanoUsd, rows[0]!.listNanoUsd];
  return Object.fromEntries(
    rows.flatMap(({ name, right, nanoUsd, billedNanoUsd, listNanoUsd, ms }) => [
      [`${name}.right`, { value: right, unit: 'of 100 (simulated)' }],
      [`${name}.cost`, { value: nanoUsd / 1e9, unit: 'USD (simulated)' }],
      [
        `${name}.saved`,
        { value: Math.round((1 - nanoUsd / most) * 1000) / 10, unit: '% (simulated)' },
      ],
      [
        `${name}.savedAtListPrices`,
        { value: Math.round((1 - listNanoUsd / mostAtList) * 1000) / 10, unit: '% (simulated)' },
      ],
      [`${name}.notBilled`, { value: nanoUsd - billedNanoUsd, unit: 'nano-USD (simulated)' }],
      [
        `${name}.latency.p50`,
        { value: Math.round(percentile([...ms], 0.5)), unit: 'ms (simulated)' },
      ],
    ]),
  );
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
