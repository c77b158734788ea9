import * as vscode from 'vscode';
import { type Alarm, describeAlarm } from '../../../evaluation/watching/driftWatch.ts';
import { isFirst } from '../../../evaluation/watching/once.ts';
import { plainMessage } from '../../platform/escape.ts';
import { timeZone } from '../../platform/moments.ts';
import type { WatchedFolder } from './watchPorts.ts';
import { localeOr, say } from '../../platform/say.ts';

/**
 * Tells of an alarm, once for all windows and restarts. Resolves when the developer has answered.
 * @param folder remembers what was told
 */
export async function tellAlarm(
  alarm: Alarm,
  folder: string,
  at: Pick<WatchedFolder, 'showReport' | 'evaluateAgain'>,
): Promise<void> {
  if (!(await isFirst(folder, `alarm ${alarm.key}`))) return;
  const show = say('Show Report');
  const again = say('Evaluate Again');
  const chosen = await vscode.window.showWarningMessage(
    plainMessage(describeAlarm(alarm, localeOr('en-GB'), timeZone(), say)),
    show,
    again,
  );
  if (chosen === show) await at.showReport(alarm.evaluation);
  if (chosen === again) await at.evaluateAgain(alarm.evaluation);
}
