import * as vscode from 'vscode';
import { plainMessage } from './escape.ts';
import { HumanError, type NextStep } from './humanError.ts';
import { emptyMessageHistory, type Trouble } from './told.ts';

/** The one place where errors become messages, and where bugs are logged. */
export interface Reporter {
  /** Shows what a person can do about an error; a bug is logged and said to be one. */
  show(error: unknown): void;
  /** A bug that nothing stopped for: logged each time, and told once in this window. */
  bug(error: unknown): void;
  /** Of a trouble that can end it is told again when the trouble comes again. */
  warnOnce(message: string, trouble?: Trouble): void;
  ended(trouble: Trouble): void;
  readonly log: vscode.LogOutputChannel;
}

export function createReporter(log: vscode.LogOutputChannel): Reporter {
  const told = emptyMessageHistory();

  function tellBug(message: string): void {
    const showLog = { label: 'Show Log', command: 'tierwise.showLog' } as const;
    void offer(message, [showLog], vscode.window.showErrorMessage);
  }

  return {
    log,
    show(error) {
      if (error instanceof HumanError) {
        log.info(error.message);
        void offer(error.message, error.steps, vscode.window.showErrorMessage);
        return;
      }
      log.error(error instanceof Error ? error : String(error));
      tellBug(wordsOf(error));
    },
    bug(error) {
      log.error(error instanceof Error ? error : String(error));
      const message = wordsOf(error);
      if (told.isNews(message)) tellBug(message);
    },
    warnOnce(message, trouble) {
      log.warn(message);
      if (!told.isNews(message, trouble)) return;
      void vscode.window.showWarningMessage(plainMessage(message));
    },
    ended: told.ended,
  };
}

function wordsOf(bug: unknown): string {
  return `Tierwise met an error of its own: ${bug instanceof Error ? bug.message : String(bug)}`;
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
