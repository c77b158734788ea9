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
import { joined, toSay } from '../../../routing/say.ts';
import { say } from '../../platform/say.ts';

/**
 * Spend in words, such as `$0.0031`, `about $0.0031 and 1 call of unknown cost`, `practice $0.0002`;
 * empty when no model was asked.
 */
export function spentWords({ practice, ...real }: Spent): string {
  const words = practice ? ofOne(practice) : '';
  const parts = [ofOne(real), words === '' ? '' : named('practice', words, say)];
  return joined(parts.filter(Boolean), toSay('{0} and {1}'), say);
}

function ofOne({ nanoUsd, isEstimated, unknownCalls }: SpentOfOne): string {
  const usd = formatUsd(nanoUsd);
  const known = nanoUsd > 0 ? (isEstimated ? say('about {0}', usd) : usd) : '';
  const unknown =
    unknownCalls === 0
      ? ''
      : unknownCalls === 1
        ? say('1 call of unknown cost')
        : say('{0} calls of unknown cost', unknownCalls);
  return joined([known, unknown].filter(Boolean), toSay('{0} and {1}'), say);
}

export function secondsWords(ms: number | undefined): string {
  return ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`;
}

/** How long a run that is over has worked, without pauses: `6.4 s`, `at least 6.4 s`; empty while it goes on. */
export function workWords(trace: Trace): string {
  if (trace.ms === undefined) return '';
  const { ms, isWhole } = workTimeOf(trace);
  return isWhole ? secondsWords(ms) : say('at least {0}', secondsWords(ms));
}

/** The tiers and models that answered: `fast (practice Small), then reasoning (practice Large)`. */
export function modelWords({ calls }: TraceStep): string {
  const names = calls.filter(({ purpose }) => purpose === 'answer').map(callName);
  return joined([...new Set(names)], toSay('{0}, then {1}'), say);
}

export function callName({ tier, modelName, effort, simulated }: TraceCall): string {
  const model = simulated ? say('practice {0}', modelName) : modelName;
  return effort === undefined
    ? `${tier} (${model})`
    : say('{0} ({1}, {2} effort)', tier, model, effort);
}

/** A gate's verdict as Markdown: `format: pass`. */
export function describeVerdict(verdict: Verdict): string {
  if (verdict.kind === 'pass') return `${verdict.gate}: ${say('pass')}`;
  if (verdict.kind === 'couldNotRun') {
    return say('{0}: could not run, {1}', verdict.gate, escapeMarkdown(verdict.why));
  }
  const evidence = verdict.evidence
    .slice(0, 5)
    .map((each) => escapeMarkdown(describeEvidence(each).replaceAll(/\s+/g, ' ')));
  return `${verdict.gate}: ${say('**fail**')}: ${evidence.join('; ')}`;
}

/** The title of a step in lists; an item of a `forEach` is named by what it is about. */
export function stepTitle({ kind, name, about }: TraceStep): string {
  if (kind === 'item') return about ?? name;
  return about === undefined ? name : `${name}: ${about}`;
}

export const statusWords: Readonly<Record<RunStatus | 'skipped', string>> = {
  running: say('running'),
  done: say('done'),
  failed: say('failed'),
  cancelled: say('cancelled'),
  elsewhere: say('in another window'),
  interrupted: say('interrupted'),
  skipped: say('skipped'),
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
