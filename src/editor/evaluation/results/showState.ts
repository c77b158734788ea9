import * as vscode from 'vscode';
import type { FixtureState } from './fixtureStates.ts';

/** Shows how a test ended, at the line of its fixture. */
export function showState(run: vscode.TestRun, item: vscode.TestItem, state: FixtureState): void {
  switch (state.kind) {
    case 'passed':
      run.passed(item, state.ms);
      return;
    case 'failed': {
      const { message, compared, ms } = state;
      const said = compared
        ? vscode.TestMessage.diff(message, compared.expected, compared.actual)
        : new vscode.TestMessage(message);
      run.failed(item, placed(said, item), ms);
      return;
    }
    case 'errored':
      run.errored(item, placed(new vscode.TestMessage(state.message), item));
      return;
    case 'skipped':
      run.skipped(item);
  }
}

function placed(message: vscode.TestMessage, { uri, range }: vscode.TestItem): vscode.TestMessage {
  if (uri && range) message.location = new vscode.Location(uri, range);
  return message;
}
