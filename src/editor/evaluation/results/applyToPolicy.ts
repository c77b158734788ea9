import * as vscode from 'vscode';
import { type Evaluated, policyEdit } from '../../../evaluation/policyEdit.ts';
import type { Report } from '../../../evaluation/report.ts';
import { policyDiffScheme } from '../../platform/contributed.ts';
import { currentText } from '../../platform/currentText.ts';
import { plainMessage } from '../../platform/escape.ts';
import { HumanError } from '../../platform/humanError.ts';
import { editFile } from '../../writing/editFile.ts';
import type { EvaluationFile } from '../files/readEvaluations.ts';
import { say } from '../../platform/say.ts';

/** The two sides of the diffs of this window. */
export class PolicyTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(
    policyDiffScheme,
    this,
  );

  set(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: policyDiffScheme, path });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }

  dispose(): void {
    vscode.Disposable.from(this.registration, this.changed).dispose();
  }
}

const apply = say('Apply to Policy');

/**
 * Shows what the policy would say with the smallest candidate that passes, and writes it once the developer
 * accepts. Rejects with HumanError.
 */
export async function applyToPolicy(
  report: Report,
  { name, folder, parsed }: EvaluationFile,
  texts: PolicyTexts,
): Promise<void> {
  const { smallest } = report.result;
  const subject = parsed.evaluation?.subject;
  if (!smallest || !subject) {
    throw new HumanError(
      say('The evaluation “{0}” says nothing that a policy could say now. Run it again.', name),
    );
  }
  const { candidate } = smallest;
  const evaluated: Evaluated = { evaluation: name, subject, winner: candidate.subject };
  const uri = vscode.Uri.joinPath(folder.uri, '.tierwise', 'policy.yaml');
  const before = await currentText(uri);
  const { text, note } = editOf(before ?? '', evaluated);
  if (text === before) {
    void vscode.window.showInformationMessage(
      say('The policy already says what “{0}” found.', name),
    );
    return;
  }
  const path = `/${folder.name}/policy.yaml`;
  const left = before === undefined ? texts.set(`/none${path}`, '') : uri;
  const title = say('Policy now ↔ with {0} ({1})', candidate.name, name);
  await vscode.commands.executeCommand('vscode.diff', left, texts.set(path, text), title);
  const chosen = await vscode.window.showInformationMessage(
    plainMessage(
      [
        say('The right side is the policy with what “{0}” found. Nothing is written yet.', name),
        ...(note === undefined ? [] : [note]),
      ].join(' '),
    ),
    apply,
  );
  if (chosen !== apply) return;
  if (await editFile(uri, (now) => editOf(now, evaluated).text)) {
    void vscode.window.showInformationMessage(
      plainMessage(say('The policy uses {0} for what “{1}” evaluates.', candidate.name, name)),
    );
  }
}

function editOf(yaml: string, evaluated: Evaluated): { text: string; note?: string } {
  const edit = policyEdit(yaml, evaluated);
  if (edit.kind === 'edited') return edit;
  throw new HumanError(edit.why, [{ label: say('Open Policy'), command: 'tierwise.openPolicy' }]);
}
