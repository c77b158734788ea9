import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Trace, traced, traceOf } from '../../execution/workflow/journal/trace.ts';
import type { WorkflowEvent } from '../../execution/workflow/workflowEvents.ts';
import type { Task } from '../../routing/task.ts';
import { openJournals } from '../../execution/workflow/journal/door.ts';
import { type Journals, journalsIn } from './journals.ts';
import { removeJournals } from './oldJournals.ts';

/** A run of a workflow: one that is running here, or one that was read from its journal. */
export interface WorkflowRun {
  /** The path of its journal. */
  readonly id: string;
  /** The file's id, such as `shipped/reviewChanges`. */
  readonly workflow: string;
  trace: Trace;
  /** The tasks of its requests, by request id; filled only in the window that made them. */
  readonly tasks: Map<string, Task>;
  /** Set while it runs in this window. */
  abort?: AbortController;
  /** Whether another window was running it when the journal was last read. */
  isElsewhere?: boolean;
}

/** Runs that the tree shows for each workflow. Chosen by judgement. */
const shownRuns = 8;
/** How often runs without an end are looked at while the tree is shown. Chosen by judgement. */
const lookMs = 2_000;

/** The runs of this workspace, including those of earlier windows. */
export class WorkflowRuns implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<WorkflowRun | undefined>();
  /** Fires when something happens in a run, or when runs are added or removed. */
  readonly onDidChange = this.changed.event;
  readonly journals: Journals;
  private readonly known = new Map<string, WorkflowRun>();
  /** The size of each journal in bytes when it was last read. */
  private readonly lengths = new Map<string, number>();
  private nextLook: NodeJS.Timeout | undefined;
  private isShown = false;

  constructor(folder: string) {
    this.journals = journalsIn(folder);
  }

  /** The newest runs of a workflow, newest first. */
  async of(workflow: string): Promise<WorkflowRun[]> {
    const paths = (await this.journals.list(workflow)).slice(0, shownRuns);
    const read = await Promise.all(paths.map((path) => this.read(path, workflow)));
    const runs = read.filter((run) => run !== undefined);
    this.lookLater();
    return runs;
  }

  get running(): readonly WorkflowRun[] {
    return [...this.known.values()].filter(({ abort }) => abort);
  }

  find(id: string): WorkflowRun | undefined {
    return this.known.get(id);
  }

  /** Call when the runs come into sight or go out of it. */
  show(isShown: boolean): void {
    this.isShown = isShown;
    if (isShown) this.lookLater();
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

  /** Call when a run is over in this window. Removes a run that never began. */
  async end(run: WorkflowRun): Promise<void> {
    delete run.abort;
    this.lengths.set(run.id, await lengthOf(run.id));
    if (run.trace.runId === '') {
      this.known.delete(run.id);
      await this.journals.remove(run.id);
    }
    this.changed.fire(undefined);
  }

  /** Removes the journals of runs, of this workspace or another. */
  async forget(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    await removeJournals(paths);
    for (const path of paths) this.known.delete(path);
    this.changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.nextLook);
    for (const { abort } of this.running) abort?.abort();
    this.changed.dispose();
  }

  private lookLater(): void {
    this.nextLook ??= setTimeout(() => {
      this.nextLook = undefined;
      if (this.isShown) void this.look();
    }, lookMs);
  }

  /** Any other window may go on with a run that has no end, or leave it, at any time. */
  private async look(): Promise<void> {
    const open = [...this.known.values()].filter(
      ({ trace, abort }) => trace.status === 'running' && !abort,
    );
    if (open.length === 0) return;
    const { isJournalInUse } = await openJournals();
    const lengths = await Promise.all(open.map(({ id }) => lengthOf(id)));
    const isChanged = open.some(
      ({ id, isElsewhere }, at) =>
        isElsewhere !== isJournalInUse(id) || this.lengths.get(id) !== lengths[at],
    );
    if (isChanged) this.changed.fire(undefined);
    else this.lookLater();
  }

  private async read(path: string, workflow: string): Promise<WorkflowRun | undefined> {
    if (this.known.get(path)?.abort) return this.known.get(path);
    const { isJournalInUse } = await openJournals();
    // Checked before the journal is read: a run that ends in between then has its end in the journal.
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

  /** The trace in a journal, read again only if its size has changed. */
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
