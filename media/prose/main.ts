import { ownLink, type ProseHostMessage, type ProseViewMessage } from '../../src/protocol/prose.ts';
import { update } from '../tree/dom.ts';
import { drawPlot } from './plot.ts';
import { waterfallTable } from './waterfall.ts';

/*
 * The page that shows prose answers. It receives rendered HTML, a status line, buttons, a plot and the steps
 * of a run from the host.
 */

declare function acquireVsCodeApi(): { postMessage(message: ProseViewMessage): void };

const host = acquireVsCodeApi();
const title = document.querySelector<HTMLElement>('#title')!;
const status = document.querySelector<HTMLElement>('#status')!;
const actions = document.querySelector<HTMLElement>('#actions')!;
const lead = document.querySelector<HTMLElement>('#lead')!;
const steps = document.querySelector<HTMLElement>('#waterfall')!;
const body = document.querySelector<HTMLElement>('#body')!;
const figure = document.querySelector<HTMLElement>('#plot')!;

window.addEventListener('message', ({ data }: MessageEvent<ProseHostMessage>) => {
  if (data.kind !== 'prose') return;
  status.textContent = data.status;
  showActions(data.actions);
  // Safe: markdown-it made it without raw HTML and images, and the page's CSP loads nothing.
  body.innerHTML = data.html;
  lead.innerHTML = data.lead ?? '';
  lead.hidden = data.lead === undefined;
  makeReachable();
  // A screen reader finds its way by headings; others see the title in the tab.
  title.textContent = body.querySelector('h1') ? '' : data.title;
  title.hidden = title.textContent === '';
  body.ariaBusy = String(data.running);
  figure.hidden = !data.plot;
  figure.replaceChildren(...(data.plot ? [drawPlot(data.plot)] : []));
  steps.hidden = !data.waterfall;
  update(steps, data.waterfall ? waterfallTable(data.waterfall) : []);
});
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const address = link?.getAttribute('href') ?? '';
  if (!address.startsWith(ownLink)) return;
  event.preventDefault();
  host.postMessage({ kind: 'follow', index: Number(address.slice(ownLink.length)) });
});
host.postMessage({ kind: 'ready' });

/** What scrolls can be reached by keys, a cell without words heads no column, and headings leave no level out. */
function makeReachable(): void {
  for (const scrolled of body.querySelectorAll<HTMLElement>('pre, .wide')) scrolled.tabIndex = 0;
  for (const head of body.querySelectorAll('th:empty')) {
    head.replaceWith(document.createElement('td'));
  }
  // Models begin where they like; the title of the page is above what they write.
  let above = body.querySelector('h1') ? 0 : 1;
  for (const heading of body.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    above = Math.min(Number(heading.tagName.slice(1)), above + 1);
    heading.ariaLevel = String(above);
  }
}

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
