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
import { say, taskTypeName } from '../platform/say.ts';

const outcomeWords: Readonly<Record<AttemptOutcome, string>> = {
  complete: '',
  truncated: say('stopped at the output limit, so it cannot be accepted'),
  cutOff: say('cut off before its end, so it cannot be accepted'),
  refused: say('the model declined'),
  empty: say('the model sent no text'),
  cancelled: say('cancelled; what arrived is kept'),
  failed: say('failed'),
};

const errorWords: Partial<Readonly<Record<ProviderErrorKind, string>>> = {
  noKey: say('no key'),
  badKey: say('key not accepted'),
  forbidden: say('access refused'),
  billing: say('out of credit'),
  modelNotFound: say('no such model'),
  wrongAddress: say('nothing at its address'),
  certificate: say('certificate not trusted'),
  tooLong: say('too long for this model'),
  tooManyTools: say('too many tools for this model'),
  promptCut: say('its server read only a part of the prompt'),
  contentPolicy: say('declined by the provider'),
  rateLimited: say('rate limited'),
  unreachable: say('not reachable'),
  timeout: say('too slow to answer'),
  overBudget: say('over budget'),
};

const capWords: Readonly<Record<Cap, string>> = {
  attempts: say('its rule allows no further attempt'),
  money: say('its rule allows no more money'),
  seconds: say('its rule allows no more time'),
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
      ? describeChoice(choices[0]!, say)
      : choices.map(({ tier }) => tier).join(plan.kind === 'cascade' ? ' → ' : ' + ');
  const place = task.cell === undefined ? file : say('{0}, cell {1}', file, task.cell);
  return `${taskTypeName(task.type)} ${place} · ${who}`;
}

/** One line on an answer: its model, its cost, its state, and why this model was chosen. */
export function answerStatus(answer: Answer): string {
  return `${describeChoice(currentChoice(answer), say)} · ${answerStanding(answer)}`;
}

/** The same without the model, for places where the title names it. */
export function answerStanding(answer: Answer): string {
  const alone = answer.plan.kind === 'direct' && answer.rungs.length < 2;
  const parts = [
    describePlace(answer),
    alone ? '' : describeLadder(answer),
    answer.capped ? capWords[answer.capped] : '',
    isRunning(answer) ? '' : costWords(answer),
    alone && isRunning(answer) ? say('running') : outcomeOf(answer),
    alone ? describeDoubt(answer) : '',
    isRunning(answer) ? '' : (appliedForm(answer.task, textOf(answer), say) ?? ''),
    explainWhy(answer.decision, say),
    describeTarget(answer),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** The whole path and why it is asked about, for an edit to such a file; empty otherwise. */
function describePlace({ task: { path, answerKind } }: Answer): string {
  const risk = answerKind === 'edit' ? riskOfPath(path) : undefined;
  return risk === undefined ? '' : `${visiblePath(path)}: ${say(risk)}`;
}

/** What the task is about when the developer selected nothing, or several places; empty otherwise. */
function describeTarget({ unselected, task: { target } }: Answer): string {
  switch (unselected) {
    case 'around':
      return say(
        'nothing was selected, so it is about lines {0} to {1} around the cursor',
        target.startLine,
        target.endLine,
      );
    case 'line':
      return say('nothing was selected, so it is about line {0}', target.startLine);
    case 'file':
      return say('nothing was selected, so it is about the whole file');
    case 'cell':
      return say('nothing was selected, so it is about the whole cell');
    case 'first':
      return say(
        'several places are selected, so it is about the first, lines {0} to {1}',
        target.startLine,
        target.endLine,
      );
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
      return say('{0} again', choice.tier);
    case 'effort':
      return say('{0} with {1} effort', choice.tier, choice.effort ?? '');
    case 'again':
      return say('{0} once more', displayName(choice.model));
    case 'larger':
      return say('{0}, which takes more,', describeChoice(choice, say));
    case 'fallback':
      return say('{0} of {1} instead', displayName(choice.model), providerOf(choice.model));
    default:
      return choice.tier;
  }
}

function providerOf({ reference }: Model): string {
  return splitReference(reference)!.provider;
}

function describeRung(rung: Rung, answer: Answer): string {
  const { attemptId, verdicts, end } = rung;
  if (!end) return isRunning(answer) ? say('running') : say('cancelled');
  if (end.error) return say('failed: {0}', errorWords[end.error.kind] ?? end.error.kind);
  const failed = failedVerdict(rung);
  if (failed) return say('failed {0}: {1}', failed.gate, problems(failed.evidence.length));
  if (answer.winnerId !== undefined) {
    return attemptId === answer.winnerId ? say('passed first') : say('cancelled');
  }
  if (end.outcome === 'cancelled') return say('cancelled');
  if (answer.abort.signal.aborted) return say('cancelled before it was checked');
  if (isRunning(answer)) return say('being checked');
  if (verdicts.some(({ kind }) => kind === 'pass')) return say('passed');
  return answer.plan.kind === 'direct' ? say('answered') : say('unchecked');
}

/** The failure that shadow gates found in a direct answer after it was shown; empty for none. */
function describeDoubt({ rungs }: Answer): string {
  const failed = rungs[0] && failedVerdict(rungs[0]);
  return failed ? say('failed {0}: {1}', failed.gate, problems(failed.evidence.length)) : '';
}

/** What all attempts and judges cost, and how much of that was paid for speed only. */
function costWords(answer: Answer): string {
  const costs = answer.rungs.flatMap(costsOf);
  if (costs.length === 0) return '';
  const insurance = insuranceOf(answer).flatMap(costsOf);
  const whole = describeCosts(costs, say);
  return insurance.length > 0
    ? say('{0}, including insurance {1}', whole, describeCosts(insurance, say))
    : whole;
}

function problems(count: number): string {
  return count === 1 ? say('1 problem') : say('{0} problems', count);
}

function outcomeOf(answer: Answer): string {
  if (isRunning(answer)) return '';
  return outcomeWords[answer.end?.outcome ?? 'cancelled'];
}
