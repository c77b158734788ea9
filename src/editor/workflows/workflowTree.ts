import * as vscode from 'vscode';
import { spentIn, type TraceStep } from '../../execution/workflow/journal/trace.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import {
  modelWords,
  secondsWords,
  spentWords,
  statusWords,
  stepTitle,
  workWords,
} from './pages/describeTrace.ts';
import { isGoingOn, statusOf } from './runStatus.ts';
import type { StepReports } from './stepReports.ts';
import type { WorkflowFile } from './files/workflowFile.ts';
import type { WorkflowFiles } from './files/workflowFiles.ts';
import { workflowName } from './files/workflowName.ts';
import type { WorkflowRun, WorkflowRuns } from './workflowRuns.ts';
import { recentMoment } from '../platform/moments.ts';
import { say } from '../platform/say.ts';

/** A line of the tree. Commands in its menus get it as their argument. */
export type WorkflowNode =
  | { readonly kind: 'workflow'; readonly file: WorkflowFile }
  | { readonly kind: 'run'; readonly run: WorkflowRun }
  | { readonly kind: 'step'; readonly run: WorkflowRun; readonly step: string };

/** The line of a workflow; its file is replaced when it was read again. */
interface WorkflowLine {
  readonly kind: 'workflow';
  file: WorkflowFile;
}

/** The pause between two redraws of the tree. Chosen by judgement. */
const refreshMs = 200;

/** Workflows, their runs and each run's steps as they happen. */
export class WorkflowTree implements vscode.TreeDataProvider<WorkflowNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<WorkflowNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /**
   * The lines of the workflows as they are shown. VS Code forgets a line that is drawn again until it has asked
   * for it again, and a command that the developer starts on it meanwhile comes without it.
   */
  private readonly lines = new Map<string, WorkflowLine>();
  private readonly disposables: vscode.Disposable[];
  private readonly files: WorkflowFiles;
  private readonly runs: WorkflowRuns;
  private readonly reports: StepReports;
  private timer: NodeJS.Timeout | undefined;
  private areFilesChanged = false;

  constructor(files: WorkflowFiles, runs: WorkflowRuns, reports: StepReports) {
    this.files = files;
    this.runs = runs;
    this.reports = reports;
    const change = () => this.change();
    this.disposables = [
      this.changed,
      files.onDidChange(() => {
        this.areFilesChanged = true;
        this.change();
      }),
      runs.onDidChange(change),
      reports.onDidChange(change),
    ];
  }

  async getChildren(node?: WorkflowNode): Promise<WorkflowNode[]> {
    if (!node) return this.workflows();
    if (node.kind === 'workflow') {
      return (await this.runs.of(node.file.id)).map((run) => ({ kind: 'run', run }));
    }
    const { run } = node;
    const { trace } = run;
    const ids = node.kind === 'run' ? trace.roots : (trace.steps.get(node.step)?.children ?? []);
    return ids.map((step) => ({ kind: 'step', run, step }));
  }

  getTreeItem(node: WorkflowNode): vscode.TreeItem {
    if (node.kind === 'workflow') return workflowItem(node.file);
    if (node.kind === 'run') return runItem(node.run);
    const step = node.run.trace.steps.get(node.step)!;
    return stepItem(node.run, step, this.reports.of(node.run.trace.workflow, step.name)?.words);
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async workflows(): Promise<WorkflowNode[]> {
    const files = await this.files.all();
    if (!this.take(files)) {
      this.lines.clear();
      for (const file of files) this.lines.set(file.id, { kind: 'workflow', file });
    }
    return [...this.lines.values()];
  }

  /** Puts files that were read again into their lines; false when lines come or go. */
  private take(files: readonly WorkflowFile[]): boolean {
    const ids = [...this.lines.keys()];
    const isSame = files.length === ids.length && files.every(({ id }, at) => id === ids[at]);
    if (isSame) for (const file of files) this.lines.get(file.id)!.file = file;
    return isSame;
  }

  // A run reports every piece of text that arrives; the tree is redrawn less often.
  private change(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.redraw();
    }, refreshMs);
  }

  private async redraw(): Promise<void> {
    const areRead = this.areFilesChanged;
    this.areFilesChanged = false;
    const files = areRead ? await this.files.all().catch(() => []) : [];
    this.changed.fire(areRead && !this.take(files) ? undefined : [...this.lines.values()]);
  }
}

/** The evaluation that found something of a step; undefined for other nodes. */
export function evaluationOf(node: unknown, reports: StepReports): string | undefined {
  const { kind, run, step } = Object(node) as Partial<Extract<WorkflowNode, { kind: 'step' }>>;
  if (kind !== 'step' || !run || step === undefined) return undefined;
  const name = run.trace.steps.get(step)?.name;
  return name === undefined ? undefined : reports.of(run.trace.workflow, name)?.evaluation;
}

function workflowItem({ id, name, origin, uri, parsed }: WorkflowFile): vscode.TreeItem {
  const { problems } = parsed;
  const item = new vscode.TreeItem(workflowName(name), vscode.TreeItemCollapsibleState.Collapsed);
  const summary = parsed.workflow?.description ?? problems[0]?.message ?? '';
  item.id = id;
  item.description = origin === 'repository' ? say('this repository · {0}', summary) : summary;
  item.tooltip = summary;
  item.contextValue = `workflow.${origin}`;
  item.resourceUri = uri;
  item.iconPath = parsed.workflow
    ? new vscode.ThemeIcon('symbol-event')
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
  if (problems.length > 0) item.description = countWords(problems.length);
  return item;
}

function countWords(problems: number): string {
  return problems === 1 ? say('1 problem') : say('{0} problems', problems);
}

function runItem(run: WorkflowRun): vscode.TreeItem {
  const { id, trace } = run;
  const status = statusOf(run);
  const item = new vscode.TreeItem(recentMoment(trace.startedAtMs), expandedWhile(status));
  item.id = id;
  item.description = [spentWords(spentIn(trace)), workWords(trace), statusWords[status]]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = trace.problem ?? item.description;
  item.contextValue = `run.${status}`;
  item.iconPath = iconOf(status);
  item.command = { command: 'tierwise.showTrace', title: say('Show Trace'), arguments: [id] };
  return item;
}

function expandedWhile(status: string): vscode.TreeItemCollapsibleState {
  return status === 'running'
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

function stepItem(
  run: WorkflowRun,
  step: TraceStep,
  /** What an evaluation found of it. */
  found: string | undefined,
): vscode.TreeItem {
  const { trace } = run;
  const isCutOff = step.status === 'running' && !isGoingOn(statusOf(run));
  const status = isCutOff ? 'interrupted' : step.status;
  const item = new vscode.TreeItem(
    stepTitle(step),
    step.children.length > 0
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.None,
  );
  const why = step.problem ?? step.ranOther?.why;
  item.id = `${run.id}#${step.id}`;
  item.description = [
    modelWords(step),
    spentWords(spentIn(trace, step.id)),
    secondsWords(step.ms),
    status === 'done' ? '' : statusWords[status],
    why ?? '',
    found ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = new vscode.MarkdownString(tooltipOf(step));
  item.contextValue = `step.${step.kind}${found === undefined ? '' : '.evaluated'}`;
  item.iconPath = step.ranOther ? warning : iconOf(status);
  return item;
}

function tooltipOf({ requests, problem, ranOther, notes }: TraceStep): string {
  const lines = [...requests.map(({ reason }) => reason), ranOther?.why, problem, ...notes];
  return lines
    .filter((line) => line !== undefined)
    .map(escapeMarkdown)
    .join('\n\n');
}

const warning = new vscode.ThemeIcon(
  'warning',
  new vscode.ThemeColor('problemsWarningIcon.foreground'),
);

function iconOf(status: string): vscode.ThemeIcon {
  switch (status) {
    case 'running':
    case 'elsewhere':
      return new vscode.ThemeIcon('loading~spin');
    case 'done':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'interrupted':
      return new vscode.ThemeIcon('debug-pause');
    default:
      return new vscode.ThemeIcon('circle-slash');
  }
}
