import type { CostPanelHostMessage, CostPanelViewMessage } from '../../src/protocol/costPanel.ts';
import { clockFor } from './clock.ts';
import { update } from './dom.ts';
import { view } from './view.ts';

interface Host {
  postMessage(message: CostPanelViewMessage): void;
  getState(): SavedState | undefined;
  setState(state: SavedState): void;
}

/** Kept while the panel is hidden. One of another format comes from another version: forget it. */
interface SavedState {
  readonly format: typeof savedFormat;
  readonly message: CostPanelHostMessage;
}

declare function acquireVsCodeApi(): Host;

const savedFormat = 2;
const host = acquireVsCodeApi();
const page = document.querySelector('main')!;
const clock = clockFor();

window.addEventListener('message', (event: MessageEvent<CostPanelHostMessage>) => {
  host.setState({ format: savedFormat, message: event.data });
  show(event.data);
});

page.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest('[data-action="newSession"]')) host.postMessage({ kind: 'newSession' });
  const requestId = event.target.closest('[data-request-id]')?.getAttribute('data-request-id');
  if (requestId) host.postMessage({ kind: 'showRequest', requestId });
});

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

function show(message: CostPanelHostMessage | undefined): void {
  update(page, view(message, clock));
}

const saved = host.getState();
show(saved?.format === savedFormat ? saved.message : undefined);
host.postMessage({ kind: 'ready' });
