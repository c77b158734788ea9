import * as vscode from 'vscode';
import { HumanError, type NextStep } from './humanError.ts';
import { plainMessage } from './plainMessage.ts';

/** The one place where errors become messages, and where bugs are logged. */
export interface Reporter {
  /** Shows what a person can do about an error; a bug is logged and said to be one. */
  show(error: unknown): void;
  warnOnce(message: string): void;
  readonly log: vscode.LogOutputChannel;
}

export function createReporter(log: vscode.LogOutputChannel): Reporter {
  const warned = new Set<string>();
  return {
    log,
    show(error) {
      if (error instanceof HumanError) {
        log.info(error.message);
        void offer(error.message, error.steps, vscode.window.showErrorMessage);
        return;
      }
      log.error(error instanceof Error ? error : String(error));
      const message = `Tierwise met an error of its own: ${error instanceof Error ? error.message : String(error)}`;
      void offer(
        message,
        [{ label: 'Show Log', command: 'tierwise.showLog' }],
        vscode.window.showErrorMessage,
      );
    },
    warnOnce(message) {
      log.warn(message);
      if (warned.has(message)) return;
      warned.add(message);
      void vscode.window.showWarningMessage(plainMessage(message));
    },
  };
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
  else
    await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
      revealSetting: { key: step.setting },
    });
}
