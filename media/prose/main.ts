import { ownLink, type ProseHostMessage, type ProseViewMessage } from '../../src/protocol/prose.ts';
import { drawPlot } from './plot.ts';

/*
 * The page that shows prose answers. It receives rendered HTML, a status line, buttons and a plot from the
 * host.
 */

declare function acquireVsCodeApi(): { postMessage(message: ProseViewMessage): void };

const host = acquireVsCodeApi();
const status = document.querySelector<HTMLElement>('#status')!;
const actions = document.querySelector<HTMLElement>('#actions')!;
const body = document.querySelector<HTMLElement>('#body')!;
const figure = document.querySelector<HTMLElement>('#plot')!;

window.addEventListener('message', ({ data }: MessageEvent<ProseHostMessage>) => {
  if (data.kind !== 'prose') return;
  status.textContent = data.status;
  showActions(data.actions);
  // Safe: markdown-it made it without raw HTML and images, and the page's CSP loads nothing.
  body.innerHTML = data.html;
  body.ariaBusy = String(data.running);
  figure.hidden = !data.plot;
  figure.replaceChildren(...(data.plot ? [drawPlot(data.plot)] : []));
});
body.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const address = link?.getAttribute('href') ?? '';
  if (!address.startsWith(ownLink)) return;
  event.preventDefault();
  host.postMessage({ kind: 'follow', index: Number(address.slice(ownLink.length)) });
});
host.postMessage({ kind: 'ready' });

/** A button that is there already stays, so that it keeps the focus. */
function showActions(labels: readonly string[]): void {
  actions.hidden = labels.length === 0;
  const shown = [...actions.children].map(({ textContent }) => textContent);
  if (shown.join('\n') === labels.join('\n')) return;
  actions.replaceChildren(
    ...labels.map((label, index) => {
      const button = document.createElement('button');
      button.textContent = label;
      button.addEventListener('click', () => host.postMessage({ kind: 'act', index }));
      return button;
    }),
  );
}
