import type { RequestRow } from '../../src/protocol/costPanel.ts';
import type { Clock } from './clock.ts';
import { amount, plusUnknown, unknownAmount } from './parts.ts';
import { element } from '../tree/tree.ts';
import type { TreeElement, TreeNode } from '../tree/tree.ts';
import { describeLatency, describeOutcome, describeTokens } from './words.ts';
import { say } from '../tree/say.ts';

/** How many requests are shown before the reader asks for more. Chosen by judgement. */
export const shownRequests = 30;

export function requestList(
  requests: readonly RequestRow[],
  { clock, all }: { readonly clock: Clock; readonly all: boolean },
): TreeElement {
  const shown = all ? requests : requests.slice(0, shownRequests);
  return element(
    'section',
    { class: 'requests', 'aria-labelledby': 'requests', 'data-key': 'requests' },
    element('h2', { id: 'requests' }, say('Requests')),
    element(
      'ol',
      {},
      shown.map((request) =>
        element('li', { 'data-key': request.requestId }, requestButton(request, clock)),
      ),
    ),
    shown.length < requests.length &&
      element('button', { type: 'button', 'data-action': 'showAll' }, say('Show more')),
  );
}

function requestButton(request: RequestRow, clock: Clock): TreeElement {
  return element(
    'button',
    { type: 'button', class: 'request', 'data-request-id': request.requestId },
    element('span', { class: 'line' }, subject(request.subject), cost(request)),
    route(request),
    element('span', { class: 'facts' }, facts(request, clock)),
    element('span', { class: 'reason', title: request.reason }, request.reason),
  );
}

// In a narrow panel the folder is shortened first, then the file name; the line numbers never are.
function subject(text: string): TreeElement {
  const [, folder = '', name = '', lines = ''] = /^(.*\/)?(.*?)(:[\d-]+)?$/s.exec(text) ?? [];
  return element(
    'span',
    { class: 'subject', title: text },
    folder !== '' && element('span', { class: 'folder' }, folder),
    element('span', { class: 'name' }, name),
    lines !== '' && element('span', { class: 'lines' }, lines),
  );
}

function cost(request: RequestRow): TreeElement {
  const { practice } = request;
  const beside = practice ? [', ', say('practice'), ' ', ...costParts(practice)] : [];
  return element('span', { class: 'cost' }, ...costParts(request), ...beside);
}

function costParts({
  nanoUsd,
  costSource,
}: Pick<RequestRow, 'nanoUsd' | 'costSource'>): TreeNode[] {
  if (nanoUsd === undefined) return [unknownAmount()];
  if (costSource === 'estimated') return [amount(nanoUsd, '≈ ', say(', estimated'))];
  if (costSource === 'unknown')
    return [amount(nanoUsd), ...plusUnknown(say('calls of unknown cost'))];
  return [amount(nanoUsd)];
}

function route({ taskType, tier, modelName }: RequestRow): TreeElement {
  const stations = [taskType, tier, modelName].filter((name) => name !== '');
  const text = stations.join(' → ');
  return element('span', { class: 'route', title: text }, text);
}

function facts(request: RequestRow, clock: Clock): TreeElement[] {
  const { atMs, inputTokens, outputTokens, latencyMs } = request;
  const outcome = describeOutcome(request.outcome);
  const called = request.outcome !== 'noCall';
  const texts = [
    latencyMs !== undefined && describeLatency(latencyMs),
    called && describeTokens(inputTokens, outputTokens),
    request.simulated && say('practice'),
  ];
  return [
    element(
      'time',
      { datetime: new Date(atMs).toISOString(), title: clock.dateAndTime(atMs) },
      clock.moment(atMs),
    ),
    element('span', { class: `outcome ${outcome.mood}` }, outcome.text),
    ...texts.filter((text) => text !== false).map((text) => element('span', {}, text)),
  ];
}
