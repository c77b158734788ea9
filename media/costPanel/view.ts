import type { CostPanelHostMessage, PanelFilter, TotalRow } from '../../src/protocol/costPanel.ts';
import { baselineSection } from './baselines.ts';
import { budgetSection, faultSection } from './budgets.ts';
import { checksSection } from './checks.ts';
import type { Clock } from './clock.ts';
import { describeFilter, filterForm, hasFields, isNarrowed } from './filters.ts';
import { glanceSection } from './glance.ts';
import { hindsightSection } from './hindsight.ts';
import { practiceBadge, practiceLine, spend } from './parts.ts';
import { requestList } from './requestList.ts';
import { spendTable, turnTable } from './spendTable.ts';
import { timelineSection } from './timeline.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement } from '../tree/tree.ts';
import { warningSection } from './warnings.ts';
import { count } from './words.ts';
import { formatCount, say, sayWith } from '../tree/say.ts';

/** The page's own state, apart from the host's messages. */
export interface PageState {
  readonly clock: Clock;
  /** The reader's last choice; the message may still belong to the choice before. */
  readonly filter: PanelFilter;
  readonly allRequests: boolean;
}

/** The whole page. `message` is undefined until the host has sent one. */
export function view(
  message: CostPanelHostMessage | undefined,
  { clock, filter, allRequests }: PageState,
): TreeElement[] {
  if (!message) return [element('p', { class: 'note' }, say('Reading the ledger…'))];
  if (message.kind === 'problem') return [problem(message.message)];
  const { report, budgets, faults, warnings } = message;
  const top = [
    faults.length > 0 && faultSection(faults),
    glanceSection(message, clock),
    budgets.length > 0 && budgetSection(budgets),
    warningSection(warnings, report.total.simulated),
    filterForm(filter, report.choices),
  ];
  const isEmpty = report.requests.length === 0 && report.total.attempts === 0;
  if (isEmpty) return present(top, nothing(message.filter));
  return present(
    top,
    selection(message.filter, report.total),
    timelineSection(report, clock),
    baselineSection(report.saving, message.cheapest, report.total),
    element(
      'div',
      { class: 'groups', 'data-key': 'groups' },
      spendTable(say('By task type'), say('Task type'), report.byTaskType),
      spendTable(say('By tier'), say('Tier'), report.byTier),
      spendTable(say('By model'), say('Model'), report.byModel),
      report.byWorkspace.length > 1 &&
        spendTable(say('By workspace'), say('Workspace'), report.byWorkspace),
      report.byTurn.length > 0 && turnTable(report.byTurn),
    ),
    checksSection(report),
    hindsightSection(message, clock),
    requestList(report.requests, { clock, all: allRequests }),
  );
}

type Part = TreeElement | false | undefined;

function present(...parts: readonly (Part | readonly Part[])[]): TreeElement[] {
  const given = parts.flat() as readonly Part[];
  return given.filter((part) => part !== false && part !== undefined);
}

/** The sum of the filtered requests, unless the top of the page has said it. */
function selection(filter: PanelFilter, total: TotalRow): TreeElement {
  const isSaid = !hasFields(filter) && (filter.span === 'session' || filter.span === 'today');
  const words = describeTotal(total);
  const note = element('span', { class: 'note' }, isSaid ? words : say('in {0}', words));
  const live = { class: 'selected', 'aria-live': 'polite', 'aria-atomic': 'true' };
  if (isSaid) {
    return element(
      'section',
      { class: 'selection', 'aria-label': describeFilter(filter), 'data-key': 'selection' },
      element('p', live, note),
    );
  }
  return element(
    'section',
    { class: 'selection', 'aria-labelledby': 'selection', 'data-key': 'selection' },
    element('h2', { id: 'selection' }, describeFilter(filter)),
    element('p', live, spend(total), ' ', practiceBadge(total.simulated), ' ', note),
    practiceLine(total),
  );
}

function describeTotal(total: TotalRow): string {
  const { requests, attempts, nanoUsd, estimatedNanoUsd, unknownAttempts } = total;
  const sentences = [`${count(requests, 'request')}, ${count(attempts, 'call')}.`];
  if (estimatedNanoUsd > 0) {
    sentences.push(
      estimatedNanoUsd === nanoUsd
        ? say('The sum is estimated.')
        : say('Part of the sum is estimated.'),
    );
  }
  if (unknownAttempts > 0) {
    sentences.push(
      unknownAttempts === 1
        ? say('1 call of unknown cost is not in the sum.')
        : say('{0} calls of unknown cost are not in the sum.', formatCount(unknownAttempts)),
    );
  }
  return sentences.join(' ');
}

function nothing(filter: PanelFilter): TreeElement {
  if (!isNarrowed(filter)) return beginning();
  return element(
    'section',
    { class: 'selection', 'data-key': 'selection' },
    element(
      'p',
      { class: 'note' },
      say('No spending matches this filter: {0}.', describeFilter(filter)),
    ),
  );
}

function beginning(): TreeElement {
  const commands = [say('Explain'), say('Refactor'), say('Review')];
  return element(
    'section',
    { class: 'beginning', 'aria-labelledby': 'beginning', 'data-key': 'beginning' },
    element('h2', { id: 'beginning' }, say('Nothing spent yet')),
    element(
      'p',
      {},
      sayWith(
        'Select some code, press {0} and try one of these commands:',
        element('kbd', {}, 'F1'),
      ),
    ),
    element(
      'ul',
      {},
      commands.map((command) => element('li', {}, element('code', {}, `Tierwise: ${command}`))),
    ),
    element('p', {}, say('The status bar shows the tier in use; click it to pick another.')),
    element(
      'p',
      { class: 'note' },
      say('This panel will then show what each answer cost and why.'),
    ),
    element(
      'p',
      {},
      element('button', { type: 'button', 'data-action': 'showReady' }, say('Show What Is Ready')),
      ' ',
      element('button', { type: 'button', 'data-action': 'getStarted' }, say('Get Started')),
    ),
  );
}

function problem(message: string): TreeElement {
  return element(
    'section',
    { class: 'problem', role: 'alert' },
    element('h2', {}, say('Spending cannot be shown')),
    element('p', {}, message),
  );
}
