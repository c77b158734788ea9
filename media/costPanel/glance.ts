import type { PanelState, TotalRow } from '../../src/protocol/costPanel.ts';
import type { Clock } from './clock.ts';
import { practiceBadge, practiceLine, spend } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { count } from './words.ts';
import { say, sayWith } from '../tree/say.ts';

/** Shows the spending of this session and of today, whatever the filter. */
export function glanceSection(
  { glance, sessionStartedAtMs }: PanelState,
  clock: Clock,
): TreeElement {
  const { session, today } = glance;
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
    { class: 'glance', 'data-key': 'glance' },
    figure('h1', say('This session'), {
      row: session,
      name: 'total',
      note: sayWith('Since {0}', since),
    }),
    figure('h2', say('Today'), {
      row: today,
      name: 'today',
      note: [count(today.requests, 'request')],
    }),
  );
}

function figure(
  heading: string,
  title: string,
  { row, name, note }: { row: TotalRow; name: string; note: readonly TreeNode[] },
): TreeElement {
  return element(
    'div',
    { class: 'figure' },
    element(heading, {}, title),
    element(
      'p',
      { class: name, 'aria-live': 'polite', 'aria-atomic': 'true' },
      element('span', { class: 'spoken' }, `${say('Spent:')} `),
      element('span', { class: 'sum' }, spend(row)),
      ' ',
      practiceBadge(row.simulated),
    ),
    practiceLine(row),
    element('p', { class: 'note' }, note),
  );
}
