import type {
  CostPanelHostMessage,
  CostPanelViewMessage,
  PanelFilter,
} from '../../src/protocol/costPanel.ts';
import { clockFor } from './clock.ts';
import { update } from '../tree/dom.ts';
import { firstFilter, withChoice } from './filters.ts';
import { useWords } from '../tree/say.ts';
import { view } from './view.ts';

/*
 * The page of the cost panel. It receives the report from the extension host as messages, builds the page
 * as a tree of plain data in view.ts, and updates the DOM with as few changes as possible. Filters and
 * actions go back to the host as messages. The page computes no costs itself.
 */

interface Host {
  postMessage(message: CostPanelViewMessage): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

/** What VS Code keeps while the panel is hidden. A state of another format is ignored: another version saved it. */
interface SavedState {
  readonly format: typeof savedFormat;
  readonly message: CostPanelHostMessage;
}

declare function acquireVsCodeApi(): Host;

const savedFormat = 5;
/** That of the texts, where they are translated; else the reader's own. */
const language = document.documentElement.lang === 'en' ? undefined : document.documentElement.lang;
const host = acquireVsCodeApi();
const page = document.querySelector('main')!;
const saved = host.getState();
let message = saved?.format === savedFormat ? saved.message : undefined;
/** The filter chosen on this page. Until the reader chooses one, the host's filter applies. */
let chosen: PanelFilter | undefined;
let allRequests = false;

window.addEventListener('message', (event: MessageEvent<CostPanelHostMessage>) => {
  message = event.data;
  host.setState({ format: savedFormat, message });
  show();
});

page.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLSelectElement)) return;
  choose(withChoice(shownFilter(), target.name, target.value));
});

page.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const requestId = event.target.closest('[data-request-id]')?.getAttribute('data-request-id');
  if (requestId) return host.postMessage({ kind: 'showRequest', requestId });
  switch (event.target.closest('[data-action]')?.getAttribute('data-action')) {
    case 'clearFilters':
      choose(firstFilter);
      return page.querySelector('select')?.focus();
    case 'showAll':
      return showAll();
    case 'markReviewed':
      return host.postMessage({ kind: 'markReviewed' });
    case 'openStrategy':
      return host.postMessage({ kind: 'openStrategy' });
    case 'showReady':
      return host.postMessage({ kind: 'showReady' });
    case 'getStarted':
      return host.postMessage({ kind: 'getStarted' });
    case 'openBudgets':
      return host.postMessage({ kind: 'openBudgets' });
  }
});

page.addEventListener('submit', (event) => event.preventDefault());

page.addEventListener('keydown', (event) => {
  const requests = [...page.querySelectorAll<HTMLElement>('[data-request-id]')];
  const focused = requests.findIndex((request) => request === document.activeElement);
  if (focused === -1) return;
  const next = { ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: requests.length - 1 };
  const target = requests[next[event.key as keyof typeof next] ?? -1];
  if (!target) return;
  event.preventDefault();
  target.focus();
});

/** Keeps the current figures on the page until the host has answered. */
function choose(next: PanelFilter): void {
  chosen = next;
  allRequests = false;
  show();
  host.postMessage({ kind: 'filter', filter: next });
}

function shownFilter(): PanelFilter {
  return chosen ?? (message?.kind === 'state' ? message.filter : firstFilter);
}

function showAll(): void {
  allRequests = true;
  const shown = page.querySelectorAll('[data-request-id]').length;
  show();
  page.querySelectorAll<HTMLElement>('[data-request-id]')[shown]?.focus();
}

function show(): void {
  const zone = message?.kind === 'state' ? message.timeZone : '';
  const clock = clockFor(language, zone);
  update(page, view(message, { clock, filter: shownFilter(), allRequests }));
}

useWords(JSON.parse(document.querySelector('#words')?.textContent ?? '{}'), language);
show();
host.postMessage({ kind: 'ready' });
