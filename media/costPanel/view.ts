import type { CostPanelHostMessage, SpendRow } from '../../src/protocol/costPanel.ts';
import { budgetSection } from './budgets.ts';
import type { Clock } from './clock.ts';
import { hindsightSection } from './hindsight.ts';
import { practiceBadge, spend } from './parts.ts';
import { requestList } from './requestList.ts';
import { savingSection } from './saving.ts';
import { spendTable } from './spendTable.ts';
import { element } from './tree.ts';
import type { TreeElement } from './tree.ts';
import { count } from './words.ts';

type State = Extract<CostPanelHostMessage, { kind: 'state' }>;

/** The whole page. Undefined: nothing has been heard from the host yet. */
export function view(message: CostPanelHostMessage | undefined, clock: Clock): TreeElement[] {
  if (!message) return [element('p', { class: 'note' }, 'Reading the ledger…')];
  if (message.kind === 'problem') return [problem(message.message)];
  const { summary } = message;
  const budgets = message.budgets.length > 0 ? [budgetSection(message.budgets)] : [];
  if (summary.requests.length === 0) return [headline(message, clock), ...budgets, beginning()];
  const hindsight = hindsightSection(summary);
  return [
    headline(message, clock),
    ...budgets,
    ...(summary.saving ? [savingSection(summary.saving, summary.total.simulated)] : []),
    ...(hindsight ? [hindsight] : []),
    element(
      'div',
      { class: 'groups' },
      spendTable('By task type', 'Task type', summary.byTaskType),
      spendTable('By tier', 'Tier', summary.byTier),
      spendTable('By model', 'Model', summary.byModel),
    ),
    requestList(summary.requests, clock),
  ];
}

function headline({ sessionStartedAtMs, summary }: State, clock: Clock): TreeElement {
  const { total } = summary;
  const begun = summary.requests.length > 0;
  const since = element(
    'time',
    {
      datetime: new Date(sessionStartedAtMs).toISOString(),
      title: clock.dateAndTime(sessionStartedAtMs),
    },
    clock.time(sessionStartedAtMs),
  );
  return element(
    'header',
    {},
    element(
      'div',
      { class: 'line' },
      element('h1', {}, 'This session'),
      begun && element('button', { type: 'button', 'data-action': 'newSession' }, 'New session'),
    ),
    element(
      'p',
      { class: 'total', 'aria-live': 'polite', 'aria-atomic': 'true' },
      element('span', { class: 'spoken' }, 'Spent: '),
      element('span', { class: 'sum' }, spend(total)),
      ' ',
      practiceBadge(total.simulated),
    ),
    element('p', { class: 'note' }, 'Since ', since, begun && `: ${describeTotal(total)}`),
  );
}

function describeTotal(total: SpendRow): string {
  const { requests, attempts, nanoUsd, estimatedNanoUsd, unknownAttempts } = total;
  const sentences = [`${count(requests, 'request')}, ${count(attempts, 'call')}.`];
  if (estimatedNanoUsd > 0) {
    const part = estimatedNanoUsd === nanoUsd ? 'The sum' : 'Part of the sum';
    sentences.push(`${part} is estimated.`);
  }
  if (unknownAttempts > 0) {
    const verb = unknownAttempts === 1 ? 'is' : 'are';
    sentences.push(`${count(unknownAttempts, 'call')} of unknown cost ${verb} not in the sum.`);
  }
  return sentences.join(' ');
}

function beginning(): TreeElement {
  const commands = ['Tierwise: Explain', 'Tierwise: Refactor', 'Tierwise: Review'];
  return element(
    'section',
    { class: 'beginning', 'aria-labelledby': 'beginning' },
    element('h2', { id: 'beginning' }, 'Nothing spent yet'),
    element(
      'p',
      {},
      'Select some code, press ',
      element('kbd', {}, 'F1'),
      ' and try one of these commands:',
    ),
    element(
      'ul',
      {},
      commands.map((command) => element('li', {}, element('code', {}, command))),
    ),
    element('p', {}, 'The status bar shows the tier in use; click it to pick another.'),
    element('p', { class: 'note' }, 'Here you will see what each answer cost and why.'),
  );
}

function problem(message: string): TreeElement {
  return element(
    'section',
    { class: 'problem', role: 'alert' },
    element('h2', {}, 'The spend cannot be shown'),
    element('p', {}, message),
  );
}
