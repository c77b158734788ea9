import * as vscode from 'vscode';
import { describeAlarm } from '../../../evaluation/watching/driftWatch.ts';
import { describeStale } from '../../../evaluation/watching/staleness.ts';
import type { Look } from '../../../evaluation/watching/lookAtEvaluation.ts';
import { timeZone } from '../../platform/timeZone.ts';

/** The command behind the item. It is in no menu and not in the palette. */
const command = 'tierwise.evaluateStale';

/** A quiet item in the status bar that is there only while a result is stale or its model has become worse. */
export class StaleItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly handler: vscode.Disposable;
  private doubtful: readonly Look[] = [];

  /** @param evaluateAgain runs an evaluation and shows what goes wrong */
  constructor(evaluateAgain: (evaluation: string) => Promise<void>) {
    this.item = vscode.window.createStatusBarItem(
      'tierwise.stale',
      vscode.StatusBarAlignment.Right,
      99,
    );
    this.item.name = 'Tierwise Stale Results';
    this.item.command = command;
    this.handler = vscode.commands.registerCommand(command, async () => {
      const chosen = await this.choose();
      if (chosen !== undefined) await evaluateAgain(chosen);
    });
  }

  show(looks: readonly Look[]): void {
    this.doubtful = looks.filter(({ stale, alarm }) => alarm !== undefined || stale.length > 0);
    const { length } = this.doubtful;
    if (length === 0) {
      this.item.hide();
      return;
    }
    const lines = this.doubtful.map(sentence);
    const hasFallen = this.doubtful.some(({ alarm }) => alarm !== undefined);
    this.item.text = hasFallen
      ? '$(warning) a model became worse'
      : `$(history) ${length === 1 ? 'stale result' : `${length} stale results`}`;
    this.item.tooltip = [...lines, 'Click to evaluate again.'].join('\n');
    this.item.accessibilityInformation = { label: lines.join(' ') };
    this.item.show();
  }

  dispose(): void {
    vscode.Disposable.from(this.item, this.handler).dispose();
  }

  private async choose(): Promise<string | undefined> {
    const chosen = await vscode.window.showQuickPick(
      this.doubtful.map((look) => ({ label: look.evaluation.name, detail: sentence(look) })),
      { title: 'Tierwise: Evaluate Again', placeHolder: 'Which evaluation?' },
    );
    return chosen?.label;
  }
}

function sentence({ evaluation, stale, alarm }: Look): string {
  return [
    ...(alarm ? [describeAlarm(alarm, vscode.env.language, timeZone())] : []),
    ...(stale.length > 0 ? [describeStale(evaluation.name, stale)] : []),
  ].join(' ');
}
