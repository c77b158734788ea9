import * as vscode from 'vscode';
import type { BatchControls, WaitingBatch } from '../../../evaluation/run/batches/batchAsker.ts';
import { say } from '../../platform/say.ts';

/** The command behind the item. It is in no menu and not in the palette. */
const command = 'tierwise.waitingBatches';

/** A run that waits for batches. */
interface Waiting {
  readonly evaluation: string;
  readonly batches: readonly WaitingBatch[];
  cancel(): void;
}

/** An item in the status bar that is there while runs wait for batches; a click cancels one. */
export class WaitingBatches implements vscode.Disposable {
  private readonly runs = new Set<Waiting>();
  private parts:
    | { readonly item: vscode.StatusBarItem; readonly all: vscode.Disposable }
    | undefined;

  /**
   * What a run is told of its batches.
   * @param stop stops the run when its batch is cancelled
   * @param told hears in a sentence what the run waits for
   */
  controlsFor(
    evaluation: string,
    { stop, told }: { stop(): void; told?(sentence: string): void },
  ): BatchControls & { cancel: AbortSignal; cancelNow(): void } {
    const cancelling = new AbortController();
    const cancelNow = () => {
      cancelling.abort();
      stop();
    };
    let shown: Waiting | undefined;
    return {
      cancel: cancelling.signal,
      cancelNow,
      waiting: (batches) => {
        if (shown) this.runs.delete(shown);
        shown = batches.length === 0 ? undefined : { evaluation, batches, cancel: cancelNow };
        if (shown) {
          this.runs.add(shown);
          told?.(sentenceOf(shown));
        }
        this.show();
      },
    };
  }

  dispose(): void {
    this.parts?.all.dispose();
  }

  private show(): void {
    const runs = [...this.runs];
    if (runs.length === 0) {
      this.parts?.item.hide();
      return;
    }
    this.parts ??= this.create();
    const { item } = this.parts;
    const sentences = runs.map(sentenceOf);
    item.text = `$(watch) ${waitingWords(runs.flatMap(({ batches }) => batches))}`;
    item.tooltip = [...sentences, say('It goes on after a restart. Click to cancel one.')].join(
      '\n',
    );
    item.accessibilityInformation = { label: sentences.join(' ') };
    item.show();
  }

  private create() {
    const item = vscode.window.createStatusBarItem(
      'tierwise.batches',
      vscode.StatusBarAlignment.Right,
      98,
    );
    item.name = say('Tierwise Batches');
    item.command = command;
    const handler = vscode.commands.registerCommand(command, () => this.cancelOne());
    return { item, all: vscode.Disposable.from(item, handler) };
  }

  private async cancelOne(): Promise<void> {
    const picks = [...this.runs].map(({ evaluation, batches, cancel }) => ({
      label: evaluation,
      description: waitingWords(batches),
      detail: say('Cancel it. What is answered by then is paid for and kept.'),
      cancel,
    }));
    const title = say('Tierwise: Cancel a Batch');
    const chosen = await vscode.window.showQuickPick(picks, { title });
    chosen?.cancel();
  }
}

function sentenceOf({ evaluation, batches }: Waiting): string {
  return say('{0} is {1}.', evaluation, waitingWords(batches));
}

/** `waiting for a batch of 120`. */
function waitingWords(batches: readonly WaitingBatch[]): string {
  const counts = batches.map(({ requests }) => requests);
  const [only, another] = counts;
  if (another === undefined) return say('waiting for a batch of {0}', only ?? 0);
  return say(
    'waiting for {0} batches of {1}',
    counts.length,
    counts.reduce((sum, each) => sum + each, 0),
  );
}
