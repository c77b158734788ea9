import {
  costOfCall,
  spentIn,
  type Trace,
  type TraceCall,
  type TraceRequest,
  type TraceStep,
} from '../../../execution/workflow/journal/trace.ts';
import type { CostRange, Expected } from '../../../routing/decision.ts';
import { describeExpectedCost } from '../../../routing/explain.ts';
import { describeCost } from '../../../routing/models/money.ts';
import type { Usage } from '../../../routing/models/usage.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import type { RunStatus } from '../runStatus.ts';
import type { StepReport } from '../stepReports.ts';
import {
  callName,
  describeVerdict,
  secondsWords,
  spentWords,
  statusWords,
  stepsInOrder,
  workWords,
} from './describeTrace.ts';
import { valueBlock } from './valueBlock.ts';
import { nameOf, say } from '../../platform/say.ts';

/*
 * Pages: everything that is shown about a run as text.
 *
 * In comes a `Trace`, which is what a run's journal says. Out come Markdown pages: the trace (this
 * file, below the steps of `waterfall.ts`), a comparison of tiers, and what a run would have cost.
 * `describeTrace.ts` has the words that they share, `workTime.ts` places steps in time; `moveStep.ts` changes a step's tier in the definition.
 */

/** One line on a run: its state, its cost and how long it worked. */
export function traceStatus(trace: Trace, status: RunStatus): string {
  return [
    statusWords[status],
    spentWords(spentIn(trace)) || say('nothing spent yet'),
    workWords(trace),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What must be seen first: why the run failed, other models than the declared ones, and notes. */
export function traceLead({ problem, notes, steps }: Trace): string {
  const others = [...steps.values()].flatMap((step) => (step.ranOther ? [otherWords(step)] : []));
  return [
    ...(problem === undefined ? [] : [`**${escapeMarkdown(problem)}**`]),
    ...others,
    ...notes.map(escapeMarkdown),
  ].join('\n\n');
}

/** What the run was given and what each step did, as Markdown. */
export function tracePage(
  trace: Trace,
  /** What evaluations found, by the name of a step. */
  found: ReadonlyMap<string, StepReport> = new Map(),
): string {
  const given = Object.entries(trace.inputs).map(
    ([name, value]) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(String(value))}`,
  );
  // What was found of a step is said once, also where each item of a list runs it.
  const unsaid = new Map(found);
  const sections = stepsInOrder(trace).flatMap(({ step }) => {
    const report = unsaid.get(step.name);
    unsaid.delete(step.name);
    return section(step, { trace, found: report });
  });
  return [
    ...(given.length > 0 ? [say('## Inputs'), given.join('\n')] : []),
    ...(sections.length > 0 ? [say('## What the steps did'), ...sections] : []),
  ].join('\n\n');
}

function otherWords({ id, ranOther }: TraceStep): string {
  const { declared, ran, why } = ranOther!;
  return say(
    '**“{0}” is set to run on {1}, but ran on {2}: {3}**',
    escapeMarkdown(id),
    escapeMarkdown(declared),
    escapeMarkdown(ran),
    escapeMarkdown(why),
  );
}

/** Nothing for a step of which the page has said everything. */
function section(
  step: TraceStep,
  { trace, found }: { readonly trace: Trace; readonly found: StepReport | undefined },
): string[] {
  const { id, requests, calls, notes, problem, value } = step;
  const isSaid = problem === undefined || trace.problem === `“${id}”: ${problem}`;
  const parts = [
    ...(isSaid ? [] : [`**${escapeMarkdown(problem)}**`]),
    ...decisions(requests),
    ...(found ? [say('Evaluation: {0}.', escapeMarkdown(found.words))] : []),
    ...(calls.length > 0 ? [calls.map(callWords).join('\n')] : []),
    ...notes.map(escapeMarkdown),
    ...(value === undefined || value === null ? [] : [valueBlock(value)]),
  ];
  return parts.length > 0 ? [`### ${escapeMarkdown(id)}`, ...parts] : [];
}

/** Each decision once, with how many requests of the step it holds for. */
function decisions(requests: readonly TraceRequest[]): string[] {
  const alike = Map.groupBy(requests, ({ declared, reason, expected }) =>
    [declared, reason, expected?.simulated, expected?.practice !== undefined].join('\n'),
  );
  return [...alike.values()].map((group) => {
    const { declared, reason } = group[0]!;
    const ranges = group.map(({ expected }) => expected).filter((each) => each !== undefined);
    const expected = ranges.length > 0 ? describeExpectedCost(ranges.reduce(around), say) : '';
    return [
      say('Declared: {0}. {1}', escapeMarkdown(declared), escapeMarkdown(reason)),
      group.length > 1 ? say('Decided {0} times.', group.length) : '',
      expected === ''
        ? ''
        : group.length > 1
          ? say('Expected each time: {0}.', expected)
          : say('Expected: {0}.', expected),
    ]
      .filter(Boolean)
      .join(' ');
  });
}

/** The range that holds two ranges in the same money. */
function around(one: Expected, other: Expected): Expected {
  const both = (a: CostRange, b: CostRange): CostRange => ({
    lowNanoUsd: Math.min(a.lowNanoUsd, b.lowNanoUsd),
    highNanoUsd: Math.max(a.highNanoUsd, b.highNanoUsd),
  });
  const practice = one.practice && other.practice && both(one.practice, other.practice);
  return { ...one, ...both(one, other), ...(practice && { practice }) };
}

function tokenWords({ inputTokens, cacheReadTokens, outputTokens }: Usage): string {
  return cacheReadTokens
    ? say('{0} tokens in ({1} from the cache), {2} out', inputTokens, cacheReadTokens, outputTokens)
    : say('{0} tokens in, {1} out', inputTokens, outputTokens);
}

function callWords(call: TraceCall, index: number): string {
  const { ended, purpose, verdicts, wasInterrupted, text } = call;
  const cost = costOfCall(call);
  const facts = [
    purpose === 'answer' ? '' : say('judge'),
    ended
      ? nameOf(ended.outcome)
      : wasInterrupted
        ? say('interrupted, counted at its worst case')
        : say('running'),
    cost ? describeCost(cost, say) : '',
    ended?.usage ? tokenWords(ended.usage) : '',
    secondsWords(ended?.latencyMs),
    ended || text === '' ? '' : say('{0} characters so far', text.length),
  ].filter(Boolean);
  return [
    `${index + 1}. **${escapeMarkdown(callName(call))}**: ${facts.join(', ')}`,
    ...verdicts.map((verdict) => `    - ${describeVerdict(verdict)}`),
  ].join('\n');
}
