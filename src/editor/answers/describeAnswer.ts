import type { Cap } from '../../execution/events.ts';
import type { AttemptOutcome } from '../../ledger/facts.ts';
import { appliedForm } from '../../execution/answer/files/changesInstead.ts';
import { riskOfPath } from '../../execution/safety/protectedPlace.ts';
import { isAmbiguous, visibleName, visiblePath } from '../../execution/safety/visiblePath.ts';
import type { ProviderErrorKind } from '../../providers/providerError.ts';
import { choicesOf } from '../../routing/decision.ts';
import { describeChoice, explainWhy } from '../../routing/explain.ts';
import { describeCosts } from '../../routing/models/accounts.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { type Model, splitReference } from '../../routing/models/model.ts';
import { taskTypeLabels } from '../../routing/taskTypes.ts';
import {
  type Answer,
  costsOf,
  currentChoice,
  failedVerdict,
  insuranceOf,
  isRunning,
  type Rung,
  textOf,
} from './answer.ts';

const outcomeWords: Readonly<Record<AttemptOutcome, string>> = {
  complete: '',
  truncated: 'stopped at the output limit, so it cannot be accepted',
  cutOff: 'cut off before its end, so it cannot be accepted',
  refused: 'the model declined',
  empty: 'the model sent no text',
  cancelled: 'cancelled; what arrived is kept',
  failed: 'failed',
};

const errorWords: Partial<Readonly<Record<ProviderErrorKind, string>>> = {
  noKey: 'no key',
  badKey: 'key not accepted',
  forbidden: 'access refused',
  billing: 'out of credit',
  modelNotFound: 'no such model',
  wrongAddress: 'nothing at its address',
  certificate: 'certificate not trusted',
  tooLong: 'too long for this model',
  tooManyTools: 'too many tools for this model',
  promptCut: 'its server read only a part of the prompt',
  contentPolicy: 'declined by the provider',
  rateLimited: 'rate limited',
  unreachable: 'not reachable',
  timeout: 'too slow to answer',
  overBudget: 'over budget',
};

const capWords: Readonly<Record<Cap, string>> = {
  attempts: 'its rule allows no further attempt',
  money: 'its rule allows no more money',
  seconds: 'its rule allows no more time',
};

/**
 * An answer's tab: `Refactor cart.ts · balanced (Medium)`, `Refactor cart.ts · fast → reasoning`, or
 * `fast + reasoning` where they start together. The whole path stands there where a change to it is asked
 * about, or where its name alone leaves open which file is meant; `others` are the paths to tell it from.
 */
export function answerTitle({ task, plan }: Answer, others: readonly string[] = []): string {
  const isWhole = riskOfPath(task.path) !== undefined || isAmbiguous(task.path, others);
  const file = isWhole ? visiblePath(task.path) : visibleName(task.path);
  const choices = choicesOf(plan);
  const who =
    choices.length === 1
      ? describeChoice(choices[0]!)
      : choices.map(({ tier }) => tier).join(plan.kind === 'cascade' ? ' → ' : ' + ');
  const cell = task.cell === undefined ? '' : `, cell ${task.cell}`;
  return `${taskTypeLabels[task.type]} ${file}${cell} · ${who}`;
}

/** One line on an answer: its model, its cost, its state, and why this model was chosen. */
export function answerStatus(answer: Answer): string {
  return `${describeChoice(currentChoice(answer))} · ${answerStanding(answer)}`;
}

/** The same without the model, for places where the title names it. */
export function answerStanding(answer: Answer): string {
  const alone = answer.plan.kind === 'direct' && answer.rungs.length < 2;
  const parts = [
    describePlace(answer),
    alone ? '' : describeLadder(answer),
    answer.capped ? capWords[answer.capped] : '',
    isRunning(answer) ? '' : costWords(answer),
    alone && isRunning(answer) ? 'running' : outcomeOf(answer),
    alone ? describeDoubt(answer) : '',
    isRunning(answer) ? '' : (appliedForm(answer.task, textOf(answer)) ?? ''),
    explainWhy(answer.decision),
    describeTarget(answer),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The whole path and why it is asked about, for an edit to such a file; empty otherwise. */
function describePlace({ task: { path, answerKind } }: Answer): string {
  const risk = answerKind === 'edit' ? riskOfPath(path) : undefined;
  return risk === undefined ? '' : `${visiblePath(path)}: ${risk}`;
}

/** What the task is about when the developer selected nothing; empty otherwise. */
function describeTarget({ unselected, task: { target } }: Answer): string {
  switch (unselected) {
    case 'around':
      return `nothing was selected, so it is about lines ${target.startLine} to ${target.endLine} around the cursor`;
    case 'line':
      return `nothing was selected, so it is about line ${target.startLine}`;
    case 'file':
    case 'cell':
      return `nothing was selected, so it is about the whole ${unselected}`;
    default:
      return '';
  }
}

/** The attempts so far: `fast failed diagnostics: 2 problems · reasoning running`. */
function describeLadder(answer: Answer): string {
  return answer.rungs
    .map((rung) => `${describeStep(rung)} ${describeRung(rung, answer)}`)
    .join(' · ');
}

function describeStep({ choice, how }: Rung): string {
  switch (how) {
    case 'retry':
      return `${choice.tier} again`;
    case 'effort':
      return `${choice.tier} with ${choice.effort} effort`;
    case 'again':
      return `${displayName(choice.model)} once more`;
    case 'larger':
      return `${describeChoice(choice)}, which takes more,`;
    case 'fallback':
      return `${displayName(choice.model)} of ${providerOf(choice.model)} instead`;
    default:
      return choice.tier;
  }
}

function providerOf({ reference }: Model): string {
  return splitReference(reference)!.provider;
}

function describeRung(rung: Rung, answer: Answer): string {
  const { attemptId, verdicts, end } = rung;
  if (!end) return isRunning(answer) ? 'running' : 'cancelled';
  if (end.error) return `failed: ${errorWords[end.error.kind] ?? end.error.kind}`;
  const failed = failedVerdict(rung);
  if (failed) return `failed ${failed.gate}: ${problems(failed.evidence.length)}`;
  if (answer.winnerId !== undefined) {
    return attemptId === answer.winnerId ? 'passed first' : 'cancelled';
  }
  if (end.outcome === 'cancelled') return 'cancelled';
  if (answer.abort.signal.aborted) return 'cancelled before it was checked';
  if (isRunning(answer)) return 'being checked';
  if (verdicts.some(({ kind }) => kind === 'pass')) return 'passed';
  return answer.plan.kind === 'direct' ? 'answered' : 'unchecked';
}

/** The failure that shadow gates found in a direct answer after it was shown; empty for none. */
function describeDoubt({ rungs }: Answer): string {
  const failed = rungs[0] && failedVerdict(rungs[0]);
  return failed ? `failed ${failed.gate}: ${problems(failed.evidence.length)}` : '';
}

/** What all attempts and judges cost, and how much of that was paid for speed only. */
function costWords(answer: Answer): string {
  const costs = answer.rungs.flatMap(costsOf);
  if (costs.length === 0) return '';
  const insurance = insuranceOf(answer).flatMap(costsOf);
  const whole = describeCosts(costs);
  return insurance.length > 0 ? `${whole}, including insurance ${describeCosts(insurance)}` : whole;
}

function problems(count: number): string {
  return `${count} ${count === 1 ? 'problem' : 'problems'}`;
}

function outcomeOf(answer: Answer): string {
  if (isRunning(answer)) return '';
  return outcomeWords[answer.end?.outcome ?? 'cancelled'];
}
