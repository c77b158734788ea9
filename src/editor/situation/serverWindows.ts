import * as vscode from 'vscode';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import type { ServerWindow } from '../../routing/models/serverWindow.ts';
import type { ProviderState } from '../../routing/situation.ts';

type Windows = ReadonlyMap<string, ServerWindow>;

/** Asks a server for the windows of the models that it lists; never rejects. */
export type AskWindows = (config: ProviderConfig, listed: ReadonlySet<string>) => Promise<Windows>;

// Both chosen by judgement.
/** How long the windows of a server count as known, milliseconds. */
const lifetimeMs = 30_000;
/** How long the first decision about a server waits for its windows, milliseconds. */
const firstPatienceMs = 150;

/**
 * What local servers say of the windows of their models. Only the first decision about a server waits for
 * them, a moment; later ones use what is known, which is renewed in the background.
 */
export class ServerWindows implements vscode.Disposable {
  private readonly ask: AskWindows;
  private readonly known = new Map<string, Windows>();
  private readonly asked = new Map<
    string,
    { readonly atMs: number; readonly done: Promise<void> }
  >();
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when a window became known or differs. */
  readonly onDidChange = this.changed.event;

  constructor(ask: AskWindows) {
    this.ask = ask;
  }

  /** A provider's state with the windows of its models, as far as they are known. */
  async addTo(config: ProviderConfig, state: ProviderState): Promise<ProviderState> {
    if (state.state !== 'ready' || !state.models) return state;
    if (config.auth === 'none') {
      const { done } = this.renew(config, state.models);
      if (!this.known.has(config.id)) await Promise.race([done, after(firstPatienceMs)]);
    }
    return this.withKnown(config.id, state);
  }

  /** A ready provider's state with what is known already; asks nothing. */
  withKnown(id: string, state: ProviderState): ProviderState {
    if (state.state !== 'ready') return state;
    const windows = new Map([...(state.windows ?? []), ...(this.known.get(id) ?? [])]);
    return windows.size === 0 ? state : { ...state, windows };
  }

  /** Forgets everything, because the addresses may have changed. */
  forget(): void {
    this.known.clear();
    this.asked.clear();
  }

  dispose(): void {
    this.changed.dispose();
  }

  private renew(config: ProviderConfig, listed: ReadonlySet<string>) {
    const recent = this.asked.get(config.id);
    if (recent && Date.now() - recent.atMs < lifetimeMs) return recent;
    const question = { atMs: Date.now(), done: Promise.resolve() };
    question.done = this.ask(config, listed).then((windows) => {
      // What was asked at an earlier address is of no use.
      if (this.asked.get(config.id) === question) this.keep(config.id, windows);
    });
    this.asked.set(config.id, question);
    return question;
  }

  private keep(id: string, windows: Windows): void {
    const before = this.known.get(id);
    this.known.set(id, windows);
    if (sizesOf(before) !== sizesOf(windows)) this.changed.fire();
  }
}

function sizesOf(windows: Windows = new Map()): string {
  const sizes = [...windows].map(([name, { contextTokens }]) => [name, contextTokens]);
  return JSON.stringify(sizes.toSorted());
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
