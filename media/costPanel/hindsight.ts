import type {
  FoundShare,
  Misroutes,
  PanelState,
  Regret,
  SpeculationCost,
} from '../../src/protocol/costPanel.ts';
import type { Clock } from './clock.ts';
import { amount, bar, isWhollyUnknown, practiceBadge } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { describeShare } from './words.ts';
import { toSay } from '../../src/routing/say.ts';
import { formatCount, say, sayWith } from '../tree/say.ts';

/** Shows avoidable costs and wrong accepts; undefined when there are none. */
export function hindsightSection(
  { report, regrets }: PanelState,
  clock: Clock,
): TreeElement | undefined {
  const { insurance, failedTries, wrongAccepts, misroutes, total } = report;
  const found = [
    failedTries.attempts > 0 && wasted(say('Failed attempts'), failedTries, whyFailed),
    insurance.attempts > 0 && wasted(say('Insurance'), insurance, whyInsured),
    regrets.length > 0 && regretPart(regrets),
    wrongAccepts > 0 && element('p', {}, describeWrongAccepts(wrongAccepts)),
    misroutes.tooLow.cases > 0 && misroutePart(misroutes, clock),
  ].filter((each) => each !== false);
  if (found.length === 0) return undefined;
  return element(
    'section',
    { class: 'hindsight', 'aria-labelledby': 'hindsight', 'data-key': 'hindsight' },
    element('h2', { id: 'hindsight' }, say('In hindsight'), ' ', practiceBadge(total.simulated)),
    found,
  );
}

const whyFailed = (n: number) =>
  n === 1
    ? say('1 answer that failed a check or broke off: paid for, but not used.')
    : say('{0} answers that failed a check or broke off: paid for, but not used.', formatCount(n));
const whyInsured = (n: number) =>
  n === 1
    ? say('1 answer that a faster one overtook.')
    : say('{0} answers that a faster one overtook.', formatCount(n));

function wasted(
  name: string,
  cost: SpeculationCost,
  why: (attempts: number) => string,
): TreeElement {
  return element('p', {}, name, costOf(cost), `: ${why(cost.attempts)}`);
}

function costOf({ nanoUsd, estimatedNanoUsd, unknownAttempts }: SpeculationCost): TreeNode[] {
  if (isWhollyUnknown({ nanoUsd, unknownAttempts })) return [say(', cost unknown')];
  const known = [' ', amount(nanoUsd, estimatedNanoUsd > 0 ? '≈ ' : '')];
  return unknownAttempts === 0 ? known : [...known, say(', cost unknown for {0}', unknownAttempts)];
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
      sayWith(
        'Stronger than needed {0}: answers where a cheaper model would probably have passed the checks (an estimate).',
        amount(sum, '≈ ', say(', estimated')),
      ),
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
    sayWith(
      calls === 1
        ? toSay('{0} for 1 {1} answer by {2}; {3} passes {4} of such tasks (n = {5}).')
        : toSay('{0} for {6} {1} answers by {2}; {3} passes {4} of such tasks (n = {5}).'),
      amount(nanoUsd, '≈ ', say(', estimated')),
      taskType,
      modelName,
      cheaperName,
      share,
      formatCount(judged),
      formatCount(calls),
    ),
  );
}

function describeWrongAccepts(wrongAccepts: number): string {
  return wrongAccepts === 1
    ? say('1 accepted answer was undone or escalated afterwards.')
    : say('{0} accepted answers were undone or escalated afterwards.', formatCount(wrongAccepts));
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
    weeks.length > 1 && shareTable(say('Week from'), say('Routed too low, by week from'), weeks),
    types.length > 1 && shareTable(say('Task type'), say('Routed too low, by task type'), types),
  );
}

function describeTooLow({ tooLow, unjudged, isCut }: Misroutes): string {
  const values = [tooLow.hits, formatCount(tooLow.cases), describeRange(tooLow)] as const;
  const found = isCut
    ? say(
        'Routed too low: {0} of the newest {1} ({2}), answers that you escalated, rejected or undid.',
        ...values,
      )
    : say(
        'Routed too low: {0} of {1} ({2}), answers that you escalated, rejected or undid.',
        ...values,
      );
  if (unjudged === 0) return found;
  const others =
    unjudged === 1
      ? say('1 answer was not judged by you, so more may have been.')
      : say('{0} answers were not judged by you, so more may have been.', formatCount(unjudged));
  return `${found} ${others}`;
}

function describeTooHigh({ tooHigh, tooLow }: Misroutes): string {
  const { hits, cases } = tooHigh;
  if (cases === 0)
    return say('Routed too high: unknown, because no cheaper answer was checked beside one.');
  const others = tooLow.cases - cases;
  const values = [hits, formatCount(cases), describeRange(tooHigh)] as const;
  return others > 0
    ? say(
        'Routed too high: {0} of {1} ({2}) where a cheaper answer was checked too; unknown for the other {3}.',
        ...values,
        formatCount(others),
      )
    : say('Routed too high: {0} of {1} ({2}) where a cheaper answer was checked too.', ...values);
}

/** `3–15 %`: between these the true share lies in 95 of 100 cases. */
function describeRange({ low, high }: FoundShare): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}

function shareTable(heading: string, caption: string, rows: readonly TreeElement[]): TreeElement {
  const head = (text: string) => element('th', { scope: 'col', class: 'number' }, text);
  return element(
    'table',
    { class: 'gates' },
    element('caption', { class: 'spoken' }, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col' }, heading),
        head(say('Answered')),
        head(say('Too low')),
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
