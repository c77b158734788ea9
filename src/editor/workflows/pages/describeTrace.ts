import type {
  Spent,
  SpentOfOne,
  Trace,
  TraceCall,
  TraceStep,
} from '../../../execution/workflow/journal/trace.ts';
import { named } from '../../../routing/models/accounts.ts';
import { formatUsd } from '../../../routing/models/money.ts';
import { describeEvidence, type Verdict } from '../../../routing/verdict.ts';
import { escapeMarkdown } from '../../platform/escape.ts';
import type { RunStatus } from '../runStatus.ts';
import { workTimeOf } from './workTime.ts';

/**
 * Spend in words, such as `$0.0031`, `about $0.0031 and 1 call of unknown cost`, `practice $0.0002`;
 * empty when no model was asked.
 */
export function spentWords({ practice, ...real }: Spent): string {
  const words = practice ? ofOne(practice) : '';
  const parts = [ofOne(real), words === '' ? '' : named('practice', words)];
  return parts.filter(Boolean).join(' and ');
}

function ofOne({ nanoUsd, isEstimated, unknownCalls }: SpentOfOne): string {
  const known = nanoUsd > 0 ? `${isEstimated ? 'about ' : ''}${formatUsd(nanoUsd)}` : '';
  const unknown =
    unknownCalls > 0
      ? `${unknownCalls} ${unknownCalls === 1 ? 'call' : 'calls'} of unknown cost`
      : '';
  return [known, unknown].filter(Boolean).join(' and ');
}

export function secondsWords(ms: number | undefined): string {
  return ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`;
}

/** How long a run that is over has worked, without pauses: `6.4 s`, `at least 6.4 s`; empty while it goes on. */
export function workWords(trace: Trace): string {
  if (trace.ms === undefined) return '';
  const { ms, isWhole } = workTimeOf(trace);
  return `${isWhole ? '' : 'at least '}${secondsWords(ms)}`;
}

/** The tiers and models that answered: `fast (practice Small), then reasoning (practice Large)`. */
export function modelWords({ calls }: TraceStep): string {
  const names = calls.filter(({ purpose }) => purpose === 'answer').map(callName);
  return [...new Set(names)].join(', then ');
}

export function callName({ tier, modelName, effort, simulated }: TraceCall): string {
  const model = `${simulated ? 'practice ' : ''}${modelName}`;
  return `${tier} (${model}${effort === undefined ? '' : `, ${effort} effort`})`;
}

/** A gate's verdict as Markdown: `format: pass`. */
export function describeVerdict(verdict: Verdict): string {
  if (verdict.kind === 'pass') return `${verdict.gate}: pass`;
  if (verdict.kind === 'couldNotRun') {
    return `${verdict.gate}: could not run, ${escapeMarkdown(verdict.why)}`;
  }
  const evidence = verdict.evidence
    .slice(0, 5)
    .map((each) => escapeMarkdown(describeEvidence(each).replaceAll(/\s+/g, ' ')));
  return `${verdict.gate}: **fail**: ${evidence.join('; ')}`;
}

/** The title of a step in lists; an item of a `forEach` is named by what it is about. */
export function stepTitle({ kind, name, about }: TraceStep): string {
  if (kind === 'item') return about ?? name;
  return about === undefined ? name : `${name}: ${about}`;
}

export const statusWords: Readonly<Record<RunStatus | 'skipped', string>> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  elsewhere: 'in another window',
  interrupted: 'interrupted',
  skipped: 'skipped',
};

/** The steps in the order of the tree, with their depth in it. */
export function stepsInOrder(trace: Trace): { readonly step: TraceStep; readonly depth: number }[] {
  const below = (
    ids: readonly string[],
    depth: number,
  ): { readonly step: TraceStep; readonly depth: number }[] =>
    ids.flatMap((id) => {
      const step = trace.steps.get(id)!;
      return [{ step, depth }, ...below(step.children, depth + 1)];
    });
  return below(trace.roots, 0);
}
