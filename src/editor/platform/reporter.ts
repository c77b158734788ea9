import * as vscode from 'vscode';
import { plainMessage } from './escape.ts';
import { HumanError, type NextStep } from './humanError.ts';
import { emptyMessageHistory, type Trouble } from './messageHistory.ts';
import { say } from './say.ts';

/*
 * Platform: the parts of VS Code that every other room of the editor uses.
 *
 * In come errors, settings, secrets, Markdown and the names from package.json. Out come messages with
 * a next step, values from user settings, safe text and pages. Nothing here knows about answers,
 * spend or workflows. This file is where every error ends up.
 */

/** The one place where errors become messages, and where bugs are logged. */
export interface Reporter {
  /** Shows an error and what the developer can do about it. All but HumanError is logged as a bug. */
  show(error: unknown): void;
  /** Reports a bug that stopped nothing: logged each time, shown once in this window. */
  bug(error: unknown): void;
  /** Shows a warning once. With `trouble`, shows it again when that trouble has ended and comes back. */
  warnOnce(message: string, trouble?: Trouble): void;
  /** Call when a trouble is over. */
  ended(trouble: Trouble): void;
  readonly log: Log;
}

/** The log of this window, without keys. */
export type Log = Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error' | 'show'>;

/** @param clean takes the secrets that are known in this window out of a text */
export function createReporter(
  channel: vscode.LogOutputChannel,
  clean: (text: string) => string,
): Reporter {
  const shown = emptyMessageHistory();
  const log = cleanLog(channel, clean);

  function showBug(message: string): void {
    const showLog = { label: say('Show Log'), command: 'tierwise.showLog' } as const;
    void offer(message, [showLog], vscode.window.showErrorMessage);
  }

  return {
    log,
    show(error) {
      if (error instanceof HumanError) {
        log.info(error.message);
        void offer(clean(error.message), error.steps, vscode.window.showErrorMessage);
        return;
      }
      log.error(textOf(error));
      showBug(clean(bugMessage(error)));
    },
    bug(error) {
      log.error(textOf(error));
      const message = clean(bugMessage(error));
      if (shown.isNew(message)) showBug(message);
    },
    warnOnce(message, trouble) {
      log.warn(message);
      if (!shown.isNew(message, trouble)) return;
      void vscode.window.showWarningMessage(plainMessage(clean(message)));
    },
    ended: shown.ended,
  };
}

function cleanLog(channel: vscode.LogOutputChannel, clean: (text: string) => string): Log {
  return {
    info: (message) => channel.info(clean(message)),
    warn: (message) => channel.warn(clean(message)),
    error: (error) => channel.error(clean(textOf(error))),
    show: () => channel.show(),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function bugMessage(bug: unknown): string {
  return say(
    'Tierwise has an internal error: {0}',
    bug instanceof Error ? bug.message : String(bug),
  );
}

async function offer(
  message: string,
  steps: readonly NextStep[],
  show: (message: string, ...labels: string[]) => Thenable<string | undefined>,
): Promise<void> {
  const label = await show(plainMessage(message), ...steps.map((step) => step.label));
  const step = steps.find((each) => each.label === label);
  if (!step) return;
  if ('command' in step) await vscode.commands.executeCommand(step.command, step.argument);
  else await openUserSetting(step.setting);
}

/** Opens the user's settings as text, at one of them. */
export async function openUserSetting(key: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
    revealSetting: { key },
  });
}
