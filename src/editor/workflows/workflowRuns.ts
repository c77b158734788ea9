import * as vscode from 'vscode';
import { readJournal } from '../../execution/workflow/journal.ts';
import { traced, traceOf, type Trace } from '../../execution/workflow/trace.ts';
import type { WorkflowEvent } from '../../execution/workflow/workflowEvents.ts';
import type { Task } from '../../routing/task.ts';
import { journalsIn, type Journals } from './journals.ts';

/** A run of a workflow: one that goes on here, or one that its journal tells of. */
export interface WorkflowRun {
  /** The path of its journal. */
  readonly id: string;
  /** The file's id, such as `shipped/reviewChanges`. */
  readonly workflow: string;
  trace: Trace;
  /** What its requests asked, by the request's id; known in the window that made them. */
  readonly tasks: Map<string, Task>;
  /** There while it runs in this window. */
  abort?: AbortController;
}

/** How a run stands: one that runs nowhere any more was interrupted. */
export type RunStatus = Trace['status'] | 'interrupted';

const shown = 8;

/** The runs of this workspace, those of earlier windows too. */
export class WorkflowRuns implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<WorkflowRun | undefined>();
  /** Fires when something happened in a run, or when runs came or went. */
  readonly onDidChange = this.changed.event;
  readonly journals: Journals;
  private readonly known = new Map<string, WorkflowRun>();

  constructor(folder: string) {
    this.journals = journalsIn(folder);
  }

  /** The newest runs of a workflow, newest first. */
  async of(workflow: string): Promise<WorkflowRun[]> {
    const paths = (await this.journals.list(workflow)).slice(0, shown);
    const runs = await Promise.all(paths.map((path) => this.read(path, workflow)));
    return runs.filter((run) => run !== undefined);
  }

  get running(): readonly WorkflowRun[] {
    return [...this.known.values()].filter(({ abort }) => abort);
  }

  find(id: string): WorkflowRun | undefined {
    return this.known.get(id);
  }

  begin(id: string, workflow: string, abort: AbortController): WorkflowRun {
    const tasks = this.known.get(id)?.tasks ?? new Map<string, Task>();
    const run = { id, workflow, tasks, abort, trace: traceOf([]) };
    this.known.set(id, run);
    return run;
  }

  take(run: WorkflowRun, event: WorkflowEvent): void {
    run.trace = traced(run.trace, event);
    this.changed.fire(run);
  }

  /** The run is over here. One that never began leaves nothing. */
  async end(run: WorkflowRun): Promise<void> {
    delete run.abort;
    if (run.trace.runId === '') {
      this.known.delete(run.id);
      await this.journals.remove(run.id);
    }
    this.changed.fire(undefined);
  }

  dispose(): void {
    for (const { abort } of this.running) abort?.abort();
    this.changed.dispose();
  }

  private async read(path: string, workflow: string): Promise<WorkflowRun | undefined> {
    const known = this.known.get(path);
    if (known) return known;
    const events = await readJournal(path).catch(() => []);
    const run: WorkflowRun = { id: path, workflow, trace: traceOf(events), tasks: new Map() };
    if (run.trace.runId === '') return undefined;
    this.known.set(path, run);
    return run;
  }
}

export function statusOf({ trace, abort }: WorkflowRun): RunStatus {
  return trace.status === 'running' && !abort ? 'interrupted' : trace.status;
}
