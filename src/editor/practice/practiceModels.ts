import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../platform/humanError.ts';
import type { Practice, PracticeStarted } from './practiceStarted.ts';
import { type PracticeThread, startPracticeThread } from './practiceThread.ts';

/*
 * Practice: models that need no account, so that everything can be tried.
 *
 * In comes the developer's command. A thread of this window then answers as providers do, on loopback. Out come the
 * settings that name its models, in memory alone: the user's own are neither read nor written for providers, models
 * and tiers meanwhile.
 */

/** Starts and stops the practice models of this window. */
export class PracticeModels implements Practice, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when practice began or ended. */
  readonly onDidChange = this.changed.event;
  private readonly workerUrl: URL;
  private readonly warn: (message: string) => void;
  private thread: PracticeThread | undefined;
  private starting: Promise<void> | undefined;

  /** `warn` is told when practice ends by itself. */
  constructor(workerUrl: URL, warn: (message: string) => void) {
    this.workerUrl = workerUrl;
    this.warn = warn;
  }

  /** What is in force while practice goes on; undefined when it does not. */
  get current(): PracticeStarted | undefined {
    return this.thread?.started;
  }

  /** Begins, unless it goes on already. Rejects with HumanError where it cannot. */
  start(): Promise<void> {
    this.starting ??= this.begin().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  async stop(): Promise<void> {
    const { thread } = this;
    this.take(undefined);
    await thread?.stop();
  }

  dispose(): void {
    void this.thread?.stop();
    this.changed.dispose();
  }

  private async begin(): Promise<void> {
    if (this.thread) return;
    const thread = await startPracticeThread(this.workerUrl, { typescript: editorTypescript() });
    this.take(thread);
    void thread.ended.then(() => {
      if (this.thread !== thread) return;
      this.take(undefined);
      this.warn(
        vscode.l10n.t(
          'The practice models ended by themselves. Run “Tierwise: Try with Practice Models” again.',
        ),
      );
    });
  }

  private take(thread: PracticeThread | undefined): void {
    if (this.thread === thread) return;
    this.thread = thread;
    this.changed.fire();
  }
}

/** The TypeScript that VS Code comes with; putting another one into the package would double its size. */
function editorTypescript(): string {
  const modules = join(vscode.env.appRoot, 'extensions', 'node_modules');
  const file = join(modules, 'typescript', 'lib', 'typescript.js');
  if (existsSync(file)) return file;
  throw new HumanError(
    vscode.l10n.t(
      'Practice models read code with the TypeScript that comes with VS Code, and this VS Code has none. Set a key or start a local model server instead.',
    ),
    [
      { label: vscode.l10n.t('Set API Key'), command: 'tierwise.setApiKey' },
      { label: vscode.l10n.t('Show What Is Ready'), command: 'tierwise.showReady' },
    ],
  );
}
