import * as vscode from 'vscode';
import type { Plot, ProseHostMessage, ProseViewMessage, Waterfall } from '../../protocol/prose.ts';
import { openMarkdown } from '../platform/door.ts';
import { say } from '../platform/say.ts';
import { createPace, type Pace } from '../platform/pace.ts';
import { prosePanelType } from '../platform/contributed.ts';
import { webviewHtml, webviewOptions } from '../platform/webviewHtml.ts';

/** What a prose panel shows; read again each time it is drawn. */
export interface ProseSource {
  /** Identifies the panel: showing the same id again reveals it. */
  readonly id: string;
  readonly title: string;
  status(): string;
  markdown(): string;
  /** Markdown that must be seen before anything else; empty for nothing. */
  lead?(): string;
  running(): boolean;
  /** Buttons above the text. */
  actions?(): readonly ProseAction[];
  /** What the page's own links do, by their place: `[words](#tierwise-link-0)` in its Markdown. */
  links?(): readonly (() => void)[];
  /** A drawing above the text. */
  plot?(): Plot | undefined;
  /** A table with bars above the text. */
  waterfall?(): Waterfall | undefined;
}

/** A button of a page. Its label and what it does are Tierwise's own, whatever the text says. */
export interface ProseAction {
  readonly label: string;
  run(): void;
}

/** The pause between two redraws of a page that is still growing. Chosen by judgement. */
const refreshMs = 120;

/** Panels with rendered Markdown: prose answers, decisions, requests and workflow runs. */
export class ProsePanels implements vscode.Disposable {
  private readonly extensionUri: vscode.Uri;
  private readonly panels = new Map<string, Panel>();

  constructor(extensionUri: vscode.Uri) {
    this.extensionUri = extensionUri;
  }

  /** Id of the panel in front. */
  get activeId(): string | undefined {
    return [...this.panels].find(([, { panel }]) => panel.active)?.[0];
  }

  show(source: ProseSource): void {
    const open = this.panels.get(source.id);
    if (open) {
      open.source = source;
      open.panel.reveal(undefined, true);
      void this.draw(source.id);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      prosePanelType,
      source.title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      webviewOptions(this.extensionUri),
    );
    const pace = createPace(refreshMs, () => performance.now());
    this.panels.set(source.id, { panel, source, pace });
    panel.onDidDispose(() => {
      clearTimeout(this.panels.get(source.id)?.timer);
      this.panels.delete(source.id);
    });
    panel.webview.onDidReceiveMessage((message: ProseViewMessage) => {
      if (message.kind === 'act') this.act(source.id, message.index);
      else if (message.kind === 'follow') this.follow(source.id, message.index);
      // The page is ready whenever it loads: at first, and again after it was hidden.
      else void this.draw(source.id);
    });
    panel.webview.html = webviewHtml(panel.webview, this.extensionUri, {
      name: 'prose',
      title: say('Tierwise answer'),
      body: `<p id="status" role="status"></p><nav id="actions" aria-label="${say('Actions')}" hidden></nav><main><h1 id="title" class="spoken"></h1><div id="lead" hidden></div><figure id="plot" hidden></figure><section id="waterfall" aria-label="${say('Steps')}" hidden></section><div id="body"></div></main>`,
    });
  }

  /** Call when there is more to show; the panel is redrawn a few times a second. */
  update(id: string): void {
    const open = this.panels.get(id);
    if (!open || open.timer) return;
    open.timer = setTimeout(() => void this.draw(id), open.pace.pauseMs());
  }

  dispose(): void {
    for (const { panel } of this.panels.values()) panel.dispose();
  }

  private act(id: string, index: number): void {
    this.panels.get(id)?.source.actions?.()[index]?.run();
  }

  private follow(id: string, index: number): void {
    this.panels.get(id)?.source.links?.()[index]?.();
  }

  private async draw(id: string): Promise<void> {
    const { renderMarkdown } = await openMarkdown();
    const open = this.panels.get(id);
    if (!open) return;
    clearTimeout(open.timer);
    delete open.timer;
    const { source, panel, pace } = open;
    const plot = source.plot?.();
    const waterfall = source.waterfall?.();
    const lead = source.lead?.() ?? '';
    const html = (text: string) => renderMarkdown(shown(text), source.links !== undefined);
    const message: ProseHostMessage = {
      kind: 'prose',
      title: panel.title,
      status: source.status(),
      html: pace.timed(() => html(source.markdown())),
      running: source.running(),
      actions: (source.actions?.() ?? []).map(({ label }) => label),
      ...(lead !== '' && { lead: html(lead) }),
      ...(plot && { plot }),
      ...(waterfall && { waterfall }),
    };
    await panel.webview.postMessage(message);
  }
}

// Chosen by judgement: rendering takes 2 µs a character or less.
const mostShown = 500_000;

/** A text that can be drawn; the end of a very long one is left out, and that is said. */
function shown(markdown: string): string {
  if (markdown.length <= mostShown) return markdown;
  const left = markdown.length - mostShown;
  return `${markdown.slice(0, mostShown).toWellFormed()}\n\n${say('… {0} more characters are not shown.', left)}`;
}

interface Panel {
  readonly pace: Pace;
  readonly panel: vscode.WebviewPanel;
  source: ProseSource;
  timer?: NodeJS.Timeout;
}
