import type { Usage } from '../../../routing/models/usage.ts';
import {
  costOfCall,
  spentIn,
  type Trace,
  type TraceCall,
  type TraceStep,
} from '../../../execution/workflow/journal/trace.ts';
import { describeExpectedCost } from '../../../routing/explain.ts';
import { describeCost } from '../../../routing/models/money.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import { isGoingOn, type RunStatus } from '../runStatus.ts';
import {
  callName,
  describeVerdict,
  modelWords,
  secondsWords,
  spentWords,
  statusWords,
  stepsInOrder,
  stepTitle,
} from './describeTrace.ts';
import { valueBlock } from './valueBlock.ts';
import type { StepReport } from '../stepReports.ts';

/*
 * Pages: everything that is shown about a run as text.
 *
 * In comes a `Trace`, which is what a run's journal says. Out come Markdown pages: the trace (this
 * file), a comparison of tiers, and what a run would have cost. `describeTrace.ts` has the words
 * that they share; `moveStep.ts` changes a step's tier in the definition.
 */

/** One line on a run: its state, its cost and its duration. */
export function traceStatus(trace: Trace, status: RunStatus): string {
  return [
    statusWords[status],
    spentWords(spentIn(trace)) || 'nothing spent yet',
    secondsWords(trace.ms),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A run as Markdown: a row with bars of cost and time for each step, then what each step did. */
export function tracePage(
  trace: Trace,
  status: RunStatus,
  /** What evaluations found, by the name of a step. */
  found: ReadonlyMap<string, StepReport> = new Map(),
): string {
  const steps = stepsInOrder(trace);
  // Bars show real money, or practice money if nothing else was spent.
  const isPractice = steps.every(({ step }) => step.calls.every(({ simulated }) => simulated));
  const most = {
    isPractice,
    nanoUsd: Math.max(...steps.map(({ step }) => ownNanoUsd(step, isPractice)), 1),
    ms: Math.max(...steps.map(({ step }) => (isLeaf(step) ? (step.ms ?? 0) : 0)), 1),
  };
  const given = Object.entries(trace.inputs).map(
    ([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(String(value))}`,
  );
  const others = steps.flatMap(({ step }) => (step.ranOther ? [otherWords(step)] : []));
  return [
    ...(trace.problem === undefined ? [] : [`**${escapeMarkdown(trace.problem)}**`]),
    ...others,
    ...trace.notes.map(escapeMarkdown),
    ...(given.length > 0 ? [given.join('\n')] : []),
    [
      '| Step | Model | Cost | | Time | |',
      '|---|---|--:|---|--:|---|',
      ...steps.map(({ step, depth }) => row(trace, step, { depth, most, status })),
    ].join('\n'),
    ...steps
      .filter(({ step }) => hasDetails(step))
      .map(({ step }) => section(step, found.get(step.name))),
  ].join('\n\n');
}

interface Most {
  readonly isPractice: boolean;
  readonly nanoUsd: number;
  readonly ms: number;
}

function row(
  trace: Trace,
  step: TraceStep,
  {
    depth,
    most,
    status,
  }: { readonly depth: number; readonly most: Most; readonly status: RunStatus },
): string {
  const isRunning = step.status === 'running';
  const state = isRunning && !isGoingOn(status) ? 'interrupted' : step.status;
  const cells = [
    `${marks[state]} ${'\u2003'.repeat(depth)}${escapeMarkdown(stepTitle(step))}`,
    escapeMarkdown(modelWords(step) || (step.kind === 'tool' ? 'no model' : '')),
    spentWords(spentIn(trace, step.id)),
    bar(ownNanoUsd(step, most.isPractice), most.nanoUsd),
    secondsWords(step.ms),
    isLeaf(step) ? bar(step.ms ?? 0, most.ms) : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

const marks: Readonly<Record<TraceStep['status'] | 'interrupted', string>> = {
  running: '◌',
  done: '✓',
  failed: '✗',
  cancelled: '⊘',
  skipped: '–',
  interrupted: '‖',
};

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const barLength = 12;

// A bar is made of block characters, emphasised so that the page's style sheet can colour it.
function bar(value: number, most: number): string {
  const parts = Math.round((value / most) * barLength * 8);
  if (value <= 0) return '';
  return `*${'█'.repeat(Math.floor(parts / 8))}${eighths[parts % 8] || (parts === 0 ? '▏' : '')}*`;
}

function ownNanoUsd({ calls }: TraceStep, isPractice: boolean): number {
  const own = calls.filter(({ simulated }) => simulated === isPractice);
  return own.reduce((sum, call) => sum + (costOfCall(call)?.nanoUsd ?? 0), 0);
}

function isLeaf({ children }: TraceStep): boolean {
  return children.length === 0;
}

function hasDetails(step: TraceStep): boolean {
  const { requests, calls, notes, problem, value } = step;
  return (
    requests.length + calls.length + notes.length > 0 ||
    problem !== undefined ||
    value !== undefined
  );
}

function otherWords({ id, ranOther }: TraceStep): string {
  const { declared, ran, why } = ranOther!;
  return `**“${escapeMarkdown(id)}” is set to run on ${escapeMarkdown(declared)}, but ran on ${escapeMarkdown(ran)}: ${escapeMarkdown(why)}**`;
}

function section(step: TraceStep, found: StepReport | undefined): string {
  const { id, requests, calls, notes, problem, value } = step;
  const reasons = requests.map(({ reason, declared, expected }) => {
    const range = expected ? ` Expected: ${describeExpectedCost(expected)}.` : '';
    return `Declared: ${escapeMarkdown(declared)}. ${escapeMarkdown(reason)}${range}`;
  });
  return [
    `## ${escapeMarkdown(id)}`,
    ...(problem === undefined ? [] : [`**${escapeMarkdown(problem)}**`]),
    ...reasons,
    ...(found ? [`Evaluation: ${escapeMarkdown(found.words)}.`] : []),
    ...(calls.length > 0 ? [calls.map(callWords).join('\n')] : []),
    ...notes.map(escapeMarkdown),
    ...(value === undefined || value === null ? [] : [valueBlock(value)]),
  ].join('\n\n');
}

function tokenWords({ inputTokens, cacheReadTokens, outputTokens }: Usage): string {
  const cached = cacheReadTokens ? ` (${cacheReadTokens} from the cache)` : '';
  return `${inputTokens} tokens in${cached}, ${outputTokens} out`;
}

function callWords(call: TraceCall, index: number): string {
  const { ended, purpose, verdicts, wasInterrupted, text } = call;
  const cost = costOfCall(call);
  const facts = [
    purpose === 'answer' ? '' : 'judge',
    ended ? ended.outcome : wasInterrupted ? 'interrupted, counted at its worst case' : 'running',
    cost ? describeCost(cost) : '',
    ended?.usage ? tokenWords(ended.usage) : '',
    secondsWords(ended?.latencyMs),
    ended || text === '' ? '' : `${text.length} characters so far`,
  ].filter(Boolean);
  return [
    `${index + 1}. **${escapeMarkdown(callName(call))}**: ${facts.join(', ')}`,
    ...verdicts.map((verdict) => `    - ${describeVerdict(verdict)}`),
  ].join('\n');
}
