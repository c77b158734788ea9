import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Trace, traced, traceOf } from '../../execution/workflow/journal/trace.ts';
import type { WorkflowEvent } from '../../execution/workflow/workflowEvents.ts';
import type { Task } from '../../routing/task.ts';
import { openJournals } from '../../execution/workflow/journal/door.ts';
import { type Journals, journalsIn } from './journals.ts';

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
  /** Another window went on with it when it was last looked at. */
  isElsewhere?: boolean;
}

const shown = 8;
/** How often a run that goes on in another window is looked at, while it is shown. */
const lookMs = 2_000;

/** The runs of this workspace, those of earlier windows too. */
export class WorkflowRuns implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<WorkflowRun | undefined>();
  /** Fires when something happened in a run, or when runs came or went. */
  readonly onDidChange = this.changed.event;
  readonly journals: Journals;
  private readonly known = new Map<string, WorkflowRun>();
  /** How long the journals were when they were read. */
  private readonly lengths = new Map<string, number>();
  private nextLook: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.journals = journalsIn(folder);
  }

  /** The newest runs of a workflow, newest first. */
  async of(workflow: string): Promise<WorkflowRun[]> {
    const paths = (await this.journals.list(workflow)).slice(0, shown);
    const read = await Promise.all(paths.map((path) => this.read(path, workflow)));
    const runs = read.filter((run) => run !== undefined);
    if (runs.some(({ isElsewhere }) => isElsewhere)) this.lookAgain();
    return runs;
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
    this.lengths.set(run.id, await lengthOf(run.id));
    if (run.trace.runId === '') {
      this.known.delete(run.id);
      await this.journals.remove(run.id);
    }
    this.changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.nextLook);
    for (const { abort } of this.running) abort?.abort();
    this.changed.dispose();
  }

  private lookAgain(): void {
    this.nextLook ??= setTimeout(() => {
      this.nextLook = undefined;
      this.changed.fire(undefined);
    }, lookMs);
  }

  private async read(path: string, workflow: string): Promise<WorkflowRun | undefined> {
    if (this.known.get(path)?.abort) return this.known.get(path);
    // Before the journal is read: a run that ends meanwhile has its end in there.
    const { isJournalInUse } = await openJournals();
    const isInUse = isJournalInUse(path);
    const trace = await this.traceIn(path);
    const known = this.known.get(path);
    if (known?.abort) return known;
    const run = known ?? { id: path, workflow, trace, tasks: new Map<string, Task>() };
    run.trace = trace;
    run.isElsewhere = isInUse && trace.status === 'running';
    if (trace.runId === '') return undefined;
    this.known.set(path, run);
    return run;
  }

  /** What is known of a journal, read again when it has grown. */
  private async traceIn(path: string): Promise<Trace> {
    const length = await lengthOf(path);
    const known = this.known.get(path)?.trace;
    if (known && this.lengths.get(path) === length) return known;
    this.lengths.set(path, length);
    const { readJournal } = await openJournals();
    return traceOf(await readJournal(path).catch(() => []));
  }
}

async function lengthOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
