import * as vscode from 'vscode';
import { describeAlarm } from '../../../evaluation/watching/driftWatch.ts';
import { describeStale } from '../../../evaluation/watching/staleness.ts';
import type { Look } from '../../../evaluation/watching/lookAtEvaluation.ts';
import { timeZone } from '../../platform/moments.ts';
import { localeOr, say } from '../../platform/say.ts';

/** A look at an evaluation, with what runs it again and shows what goes wrong. */
export interface Shown {
  readonly look: Look;
  evaluateAgain(): Promise<void>;
}

/** The command behind the item. It is in no menu and not in the palette. */
const command = 'tierwise.evaluateStale';

/** A quiet item in the status bar that is there only while a result is stale or its model has become worse. */
export class StaleItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly handler: vscode.Disposable;
  private doubtful: readonly Shown[] = [];

  constructor() {
    this.item = vscode.window.createStatusBarItem(
      'tierwise.stale',
      vscode.StatusBarAlignment.Right,
      99,
    );
    this.item.name = say('Tierwise Stale Results');
    this.item.command = command;
    this.handler = vscode.commands.registerCommand(command, async () => {
      await (
        await this.choose()
      )?.();
    });
  }

  show(shown: readonly Shown[]): void {
    this.doubtful = shown.filter(
      ({ look: { stale, alarm } }) => alarm !== undefined || stale.length > 0,
    );
    const { length } = this.doubtful;
    if (length === 0) {
      this.item.hide();
      return;
    }
    const lines = this.doubtful.map(({ look }) => sentence(look));
    const hasFallen = this.doubtful.some(({ look: { alarm } }) => alarm !== undefined);
    this.item.text = hasFallen
      ? `$(warning) ${say('a model became worse')}`
      : `$(history) ${length === 1 ? say('stale result') : say('{0} stale results', length)}`;
    this.item.tooltip = [...lines, say('Click to evaluate again.')].join('\n');
    this.item.accessibilityInformation = { label: lines.join(' ') };
    this.item.show();
  }

  dispose(): void {
    vscode.Disposable.from(this.item, this.handler).dispose();
  }

  private async choose(): Promise<Shown['evaluateAgain'] | undefined> {
    const chosen = await vscode.window.showQuickPick(
      this.doubtful.map(({ look, evaluateAgain }) => ({
        label: look.evaluation.name,
        detail: sentence(look),
        evaluateAgain,
      })),
      { title: say('Tierwise: Evaluate Again'), placeHolder: say('Which evaluation?') },
    );
    return chosen?.evaluateAgain;
  }
}

function sentence({ evaluation, stale, alarm }: Look): string {
  return [
    ...(alarm ? [describeAlarm(alarm, localeOr('en-GB'), timeZone(), say)] : []),
    ...(stale.length > 0 ? [describeStale(evaluation.name, stale, say)] : []),
  ].join(' ');
}
