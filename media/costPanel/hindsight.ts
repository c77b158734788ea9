import type {
  FoundShare,
  Misroutes,
  PanelState,
  Regret,
  SpeculationCost,
} from '../../src/protocol/costPanel.ts';
import type { Clock } from './clock.ts';
import { amount, bar, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { count, describeShare, formatCount } from './words.ts';

/** Shows avoidable costs and wrong accepts; undefined when there are none. */
export function hindsightSection(
  { report, regrets }: PanelState,
  clock: Clock,
): TreeElement | undefined {
  const { insurance, failedTries, wrongAccepts, misroutes, total } = report;
  const found = [
    failedTries.attempts > 0 && wasted('Failed attempts', failedTries, whyFailed),
    insurance.attempts > 0 && wasted('Insurance', insurance, whyInsured),
    regrets.length > 0 && regretPart(regrets),
    wrongAccepts > 0 && element('p', {}, describeWrongAccepts(wrongAccepts)),
    misroutes.tooLow.cases > 0 && misroutePart(misroutes, clock),
  ].filter((each) => each !== false);
  if (found.length === 0) return undefined;
  return element(
    'section',
    { class: 'hindsight', 'aria-labelledby': 'hindsight', 'data-key': 'hindsight' },
    element('h2', { id: 'hindsight' }, 'In hindsight ', practiceBadge(total.simulated)),
    found,
  );
}

const whyFailed = (n: number) =>
  `${count(n, 'answer')} that failed a check or broke off: paid for, but not used.`;
const whyInsured = (n: number) => `${count(n, 'answer')} that a faster one overtook.`;

function wasted(
  name: string,
  cost: SpeculationCost,
  why: (attempts: number) => string,
): TreeElement {
  return element('p', {}, name, costOf(cost), `: ${why(cost.attempts)}`);
}

function costOf({
  attempts,
  nanoUsd,
  estimatedNanoUsd,
  unknownAttempts,
}: SpeculationCost): TreeNode[] {
  const isUnknown = unknownAttempts === attempts || (unknownAttempts > 0 && nanoUsd === 0);
  if (isUnknown) return [', cost unknown'];
  const known = [' ', amount(nanoUsd, estimatedNanoUsd > 0 ? '≈ ' : '')];
  return unknownAttempts === 0 ? known : [...known, `, cost unknown for ${unknownAttempts}`];
}

const shownRegrets = 3;

/** Shows the sum of all regrets, and the most expensive ones with the evidence for the estimate. */
function regretPart(regrets: readonly Regret[]): TreeElement {
  const sum = regrets.reduce((total, { nanoUsd }) => total + nanoUsd, 0);
  return element(
    'div',
    { class: 'regrets' },
    element(
      'p',
      {},
      'Stronger than needed ',
      amount(sum, '≈ ', ', estimated'),
      ': answers where a cheaper model would probably have passed the checks (an estimate).',
    ),
    element('ul', {}, regrets.slice(0, shownRegrets).map(regretWords)),
  );
}

function regretWords(regret: Regret): TreeElement {
  const { taskType, modelName, calls, cheaperName, passed, judged, nanoUsd } = regret;
  const share = describeShare(passed / judged);
  return element(
    'li',
    {},
    amount(nanoUsd, '≈ ', ', estimated'),
    ` for ${count(calls, `${taskType} answer`)} by ${modelName}; ${cheaperName} passes ${share} of such tasks (n = ${formatCount(judged)}).`,
  );
}

function describeWrongAccepts(wrongAccepts: number): string {
  const verb = wrongAccepts === 1 ? 'was' : 'were';
  return `${count(wrongAccepts, 'accepted answer')} ${verb} undone or escalated afterwards.`;
}

/** Shows how often requests were sent too low or too high, and the former by week and by task type. */
function misroutePart(misroutes: Misroutes, clock: Clock): TreeElement {
  const { byWeek, byTaskType } = misroutes;
  const weeks = byWeek.map(({ fromMs, tooLow }) => shareRow(clock.day(fromMs), tooLow));
  const types = byTaskType.map(({ taskType, tooLow }) => shareRow(taskType, tooLow));
  return element(
    'div',
    { class: 'misroutes' },
    element('p', {}, describeTooLow(misroutes)),
    element('p', {}, describeTooHigh(misroutes)),
    weeks.length > 1 && shareTable('Week from', weeks),
    types.length > 1 && shareTable('Task type', types),
  );
}

function describeTooLow({ tooLow, unjudged, isCut }: Misroutes): string {
  const among = isCut ? 'of the newest' : 'of';
  const found = `Routed too low: ${tooLow.hits} ${among} ${formatCount(tooLow.cases)} (${describeRange(tooLow)}), answers that you escalated, rejected or undid.`;
  if (unjudged === 0) return found;
  const verb = unjudged === 1 ? 'was' : 'were';
  return `${found} ${count(unjudged, 'answer')} ${verb} not judged by you, so more may have been.`;
}

function describeTooHigh({ tooHigh, tooLow }: Misroutes): string {
  const { hits, cases } = tooHigh;
  if (cases === 0)
    return 'Routed too high: unknown, because no cheaper answer was checked beside one.';
  const others = tooLow.cases - cases;
  const rest = others > 0 ? `; unknown for the other ${formatCount(others)}` : '';
  return `Routed too high: ${hits} of ${formatCount(cases)} (${describeRange(tooHigh)}) where a cheaper answer was checked too${rest}.`;
}

/** `3–15 %`: between these the true share lies in 95 of 100 cases. */
function describeRange({ low, high }: FoundShare): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}

function shareTable(heading: string, rows: readonly TreeElement[]): TreeElement {
  const head = (text: string) => element('th', { scope: 'col', class: 'number' }, text);
  return element(
    'table',
    { class: 'gates' },
    element('caption', { class: 'spoken' }, `Routed too low, by ${heading.toLowerCase()}`),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, heading),
        head('Answered'),
        head('Too low'),
      ),
    ),
    element('tbody', {}, rows),
  );
}

function shareRow(label: string, { hits, cases }: FoundShare): TreeElement {
  const number = (text: string) => element('td', { class: 'number' }, text);
  return element(
    'tr',
    { 'data-label': label },
    element(
      'th',
      { scope: 'row' },
      element('div', { class: 'label', title: label }, label),
      bar(cases === 0 ? 0 : hits / cases),
    ),
    number(formatCount(cases)),
    number(formatCount(hits)),
  );
}
