import * as vscode from 'vscode';
import type { ReviewFinding } from '../../../execution/answer/parseAnswer.ts';
import { visiblePath } from '../../../execution/safety/visiblePath.ts';
import { spentIn, type TraceStep } from '../../../execution/workflow/journal/trace.ts';
import type { ProposedEdit } from '../../../execution/workflow/projectFiles.ts';
import type { WorkflowEnd } from '../../../execution/workflow/workflowEvents.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import type { CommandId } from '../../platform/contributed.ts';
import { plainMessage } from '../../platform/escape.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import type { FileChange } from '../../writing/fileChange.ts';
import { writeChanges } from '../../writing/writeChanges.ts';
import { modelWords, spentWords } from '../pages/describeTrace.ts';
import { traceStatus } from '../pages/tracePage.ts';
import { statusOf } from '../runStatus.ts';
import type { WorkflowFile } from '../files/workflowFile.ts';
import { workflowName } from '../files/workflowName.ts';
import type { WorkflowRun } from '../workflowRuns.ts';
import { locate } from '../../platform/workspacePaths.ts';
import { workspaceDocument } from '../workspaceFile.ts';
import { editAnswer } from './editAnswer.ts';
import { fileFindings } from './fileFindings.ts';
import { toSay } from '../../../routing/say.ts';
import { say } from '../../platform/say.ts';

/*
 * Results: how a run's outcome reaches the developer.
 *
 * In come the end of a run and the values of its steps. Out come answers to accept for edits that a
 * model wrote (`editAnswer.ts`), VS Code's own preview for other edits, review comments and a page.
 */

/** Changes that are opened at once; more are listed. Chosen by judgement. */
const mostOpened = 5;

export type ResultViewParts = Pick<
  Services,
  'answers' | 'view' | 'prose' | 'comments' | 'situation' | 'report'
>;

const acceptAll = say('Accept All');

/** Shows the outcome of a run: edits in the preview, findings at their lines, prose as a page. */
export class ResultView {
  private readonly parts: ResultViewParts;

  constructor(parts: ResultViewParts) {
    this.parts = parts;
  }

  async show(run: WorkflowRun, file: WorkflowFile, end: WorkflowEnd): Promise<void> {
    if (end.status === 'cancelled') return;
    const findings = end.status === 'done' ? await this.showFindings(run) : 0;
    if (typeof end.value === 'string') this.showProse(run, file, end.value);
    const areOpened = end.edits.length <= mostOpened;
    const proposed = areOpened ? await this.showEdits(run, end.edits) : 0;
    if (!areOpened) void this.offerEdits(run, file, end.edits);
    if (end.status === 'failed') return;
    const outcome = [
      traceStatus(run.trace, statusOf(run)),
      counted(proposed, toSay('1 change to accept'), toSay('{0} changes to accept')),
      counted(findings, toSay('1 finding'), toSay('{0} findings')),
    ];
    const message = `${workflowName(file.name)}: ${outcome.filter(Boolean).join(' · ')}`;
    const steps = this.parts.answers.waitingOf(run.id).length > 1 ? [acceptAll] : [];
    void vscode.window.showInformationMessage(plainMessage(message), ...steps).then((chosen) => {
      if (chosen !== acceptAll) return;
      const command: CommandId = 'tierwise.acceptRun';
      return vscode.commands.executeCommand(command, run.id);
    });
  }

  private showProse(run: WorkflowRun, file: WorkflowFile, text: string): void {
    const last = [...run.trace.steps.values()].findLast(({ value }) => value === text);
    const status = [last ? modelWords(last) : '', traceStatus(run.trace, statusOf(run))];
    this.parts.prose.show({
      id: `${run.id}#result`,
      title: workflowName(file.name),
      status: () => status.filter(Boolean).join(' · '),
      markdown: () => text,
      running: () => false,
    });
  }

  private async showFindings(run: WorkflowRun): Promise<number> {
    let count = 0;
    let first: vscode.TextDocument | undefined;
    for (const step of run.trace.steps.values()) {
      for (const [path, findings] of fileFindings(step.value)) {
        // Findings about a file that is missing or outside the workspace appear only in the trace.
        const document = await workspaceDocument(path).catch(() => undefined);
        if (!document) continue;
        this.showFindingsIn(document, findings, run, step);
        count += findings.length;
        if (!first) await reveal(document, findings[0]!.line);
        first ??= document;
      }
    }
    return count;
  }

  private showFindingsIn(
    document: vscode.TextDocument,
    findings: readonly ReviewFinding[],
    { trace }: WorkflowRun,
    step: TraceStep,
  ): void {
    const status = `${modelWords(step)} · ${spentWords(spentIn(trace, step.id))}`;
    const reviewed = { document, fileText: document.getText(), status };
    this.parts.comments.show(reviewed, findings);
  }

  /** Lists the changes, to be opened one by one, until the developer closes the list. */
  private async offerEdits(
    run: WorkflowRun,
    file: WorkflowFile,
    edits: readonly ProposedEdit[],
  ): Promise<void> {
    const opened = new Set<ProposedEdit>();
    for (;;) {
      const items = edits.map((edit) => ({
        edit,
        label: edit.path,
        description: opened.has(edit)
          ? vscode.l10n.t('opened')
          : edit.original === undefined
            ? vscode.l10n.t('new file')
            : '',
      }));
      const picked = await vscode.window.showQuickPick(items, {
        title: vscode.l10n.t('{0}: {1} changes', workflowName(file.name), edits.length),
        placeHolder: vscode.l10n.t(
          'Pick a change to open it. Nothing is written before you accept it.',
        ),
        ignoreFocusOut: true,
      });
      if (!picked) return;
      opened.add(picked.edit);
      await this.showEdits(run, [picked.edit]);
    }
  }

  /** Shows edits, and resolves to how many can be accepted. One that cannot be shown says why. */
  private async showEdits(run: WorkflowRun, edits: readonly ProposedEdit[]): Promise<number> {
    const unanswered: ProposedEdit[] = [];
    let refused = 0;
    for (const edit of edits) {
      try {
        if (!(await this.showEdit(run, edit))) unanswered.push(edit);
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        refused += 1;
        this.parts.report.show(new HumanError(error.message));
      }
    }
    // The developer may take any time over VS Code's preview.
    if (unanswered.length > 0) proposeEdits(unanswered).catch(this.parts.report.show);
    return edits.length - refused;
  }

  private async showEdit(run: WorkflowRun, edit: ProposedEdit): Promise<boolean> {
    const { situation, answers, view } = this.parts;
    const answer = await editAnswer(
      edit,
      run,
      await situation.withoutBudgets(undefined, { speeds: true }),
    );
    if (!answer) return false;
    answers.add(answer);
    await view.show(answer);
    return true;
  }
}

/** Shows a line in the first column, where code usually is; pages open beside it. */
async function reveal(document: vscode.TextDocument, line: number): Promise<void> {
  const start = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
    preserveFocus: true,
    selection: new vscode.Range(start, start),
  });
}

/** Proposes edits that no model wrote in VS Code's own preview, where the developer confirms them. */
async function proposeEdits(edits: readonly ProposedEdit[]): Promise<void> {
  await writeChanges(() => Promise.all(edits.map(changeOf)), 'inPreview');
}

async function changeOf({ path, text, original }: ProposedEdit): Promise<FileChange> {
  const { uri } = await locate(path);
  const document = await workspaceDocument(path);
  const facts = { uri, chosenBy: 'model', mayShrink: false, doubts: [] } as const;
  if (original !== document?.getText()) {
    throw new HumanError(
      vscode.l10n.t(
        '{0} was edited after the run read it, so its change is not proposed. Run the workflow again.',
        visiblePath(path),
      ),
    );
  }
  if (!document) return { ...facts, text };
  const { version, lineCount: endLine } = document;
  return { ...facts, document, version, startLine: 1, endLine, code: text };
}

function counted(count: number, one: string, several: string): string {
  if (count === 0) return '';
  return count === 1 ? say(one) : say(several, count);
}
