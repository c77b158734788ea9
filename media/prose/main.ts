import type { ProseHostMessage, ProseViewMessage } from '../../src/protocol/prose.ts';

/*
 * The page that shows prose answers. It receives rendered HTML and a status line from the host.
 */

declare function acquireVsCodeApi(): { postMessage(message: ProseViewMessage): void };

const status = document.querySelector<HTMLElement>('#status')!;
const body = document.querySelector<HTMLElement>('#body')!;

window.addEventListener('message', ({ data }: MessageEvent<ProseHostMessage>) => {
  if (data.kind !== 'prose') return;
  status.textContent = data.status;
  // Safe: markdown-it made it without raw HTML and images, and the page's CSP loads nothing.
  body.innerHTML = data.html;
  body.ariaBusy = String(data.running);
});
acquireVsCodeApi().postMessage({ kind: 'ready' });
