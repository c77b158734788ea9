import * as vscode from 'vscode';
import { runWorkflow, type WorkflowRequest } from '../../execution/workflow/engine.ts';
import { readJournal } from '../../execution/workflow/journal/journal.ts';
import { recordedRun } from '../../execution/workflow/journal/recordedRun.ts';
import { traceOf } from '../../execution/workflow/journal/trace.ts';
import type { WorkflowEnd, WorkflowEvent } from '../../execution/workflow/workflowEvents.ts';
import { own } from '../../routing/input/objects.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Services } from '../services.ts';
import { askInputs } from './askInputs.ts';
import { openForRun } from './openForRun.ts';
import { compareOnTiers } from './pages/compareOnTiers.ts';
import { traceLead, tracePage, traceStatus } from './pages/tracePage.ts';
import { runWaterfall } from './pages/waterfall.ts';
import { ResultView } from './results/resultView.ts';
import { statusOf } from './runStatus.ts';
import { workflowContext } from './workflowContext.ts';
import { type WorkflowFile, workflowIn } from './files/workflowFile.ts';
import { workflowName } from './files/workflowName.ts';
import type { StepReport, StepReports } from './stepReports.ts';
import type { WorkflowRun, WorkflowRuns } from './workflowRuns.ts';
import { say } from '../platform/say.ts';

/*
 * Workflows: the editor's side of `.tierwise/workflows` and of the shipped ones.
 *
 * In come a workflow's file, its inputs and the events of the engine. Out come a tree of runs, their
 * traces, and results: edits, findings and pages. This class runs and resumes; `workflowFiles.ts` reads
 * definitions, `workflowRuns.ts` keeps runs, and `registerWorkflows.ts` puts the parts together.
 */

export interface WorkflowRunnerParts extends Services {
  readonly runs: WorkflowRuns;
  readonly stepReports: StepReports;
}

/** A new run with its inputs, or a run that is resumed. */
type RunStart = { readonly inputs: WorkflowRequest['inputs'] } | 'resumed';

const nothingLeft = vscode.l10n.t(
  'This run is done, so there is nothing to resume. Run the workflow again.',
);

/** Runs workflows, resumes them and shows them while they run. */
export class WorkflowRunner {
  private readonly parts: WorkflowRunnerParts;
  private readonly results: ResultView;

  constructor(parts: WorkflowRunnerParts) {
    this.parts = parts;
    this.results = new ResultView(parts);
  }

  /** Asks for the inputs and runs the workflow; resolves when the run ends. Rejects with HumanError. */
  async run(file: WorkflowFile): Promise<void> {
    const workflow = workflowIn(file);
    const inputs = await askInputs(workflowName(file.name), workflow.inputs);
    if (!inputs) return;
    const id = await this.parts.runs.journals.begin(file.id, Date.now());
    await this.drive(id, file, { inputs });
  }

  /** Resumes a run after its last finished step. Rejects with HumanError. */
  async resume(run: WorkflowRun, file: WorkflowFile): Promise<void> {
    const status = statusOf(run);
    if (status === 'running')
      throw new HumanError(
        vscode.l10n.t('This run is still in progress. Wait for it to end, or cancel it first.'),
      );
    if (status === 'done') throw new HumanError(nothingLeft);
    await this.drive(run.id, file, 'resumed');
  }

  /** Asks one step of a run again on each tier, if the developer confirms. Rejects with HumanError. */
  async compare(run: WorkflowRun, step: string | undefined, file: WorkflowFile): Promise<void> {
    await compareOnTiers(run, step, { ...this.parts, file });
  }

  show(run: WorkflowRun): void {
    this.parts.prose.show({
      id: run.id,
      title: say('Run: {0}', workflowName(run.trace.workflow || run.workflow.split('/')[1]!)),
      status: () => traceStatus(this.now(run).trace, statusOf(this.now(run))),
      lead: () => traceLead(this.now(run).trace),
      waterfall: () => runWaterfall(this.now(run).trace, statusOf(this.now(run)), Date.now()),
      markdown: () => tracePage(this.now(run).trace, this.found(run)),
      running: () => statusOf(this.now(run)) === 'running',
      actions: () =>
        [...this.found(run)].map(([step, { evaluation }]) => ({
          label: say('Evaluation of “{0}”', step),
          run: () => void vscode.commands.executeCommand('tierwise.showEvaluation', evaluation),
        })),
    });
  }

  /** What evaluations found of the steps of a run, by the steps' names. */
  private found(run: WorkflowRun): ReadonlyMap<string, StepReport> {
    const { workflow, steps } = this.now(run).trace;
    return new Map(
      [...steps.values()].flatMap(({ name }) => {
        const report = this.parts.stepReports.of(workflow, name);
        return report ? [[name, report] as const] : [];
      }),
    );
  }

  private now(run: WorkflowRun): WorkflowRun {
    return this.parts.runs.find(run.id) ?? run;
  }

  private async drive(id: string, file: WorkflowFile, start: RunStart): Promise<void> {
    const { runs, budgets } = this.parts;
    await budgets.ensureKnown();
    const abort = new AbortController();
    const before = runs.find(id)?.trace;
    const run = runs.begin(id, file.id, abort);
    let end: WorkflowEnd;
    try {
      end = await this.runWithProgress(run, file, start);
    } finally {
      if (run.trace.runId === '' && before) run.trace = before;
      await runs.end(run);
      this.parts.prose.update(run.id);
      this.parts.news.emitSpend();
    }
    await this.results.show(run, file, end);
    if (end.status !== 'failed') return;
    throw new HumanError(
      [say('{0} failed.', workflowName(file.name)), end.problem].filter(Boolean).join(' '),
      [
        ...(run.trace.runId === ''
          ? []
          : [
              {
                label: say('Resume Run'),
                command: 'tierwise.resumeRun',
                argument: run.id,
              } as const,
            ]),
        {
          label: say('Open Definition'),
          command: 'tierwise.openWorkflow',
          argument: file.id,
        },
      ],
    );
  }

  private runWithProgress(
    run: WorkflowRun,
    file: WorkflowFile,
    start: RunStart,
  ): Promise<WorkflowEnd> {
    this.show(run);
    const title = plainMessage(`${workflowName(file.name)} …`);
    return Promise.resolve(
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => run.abort?.abort());
          return this.runEngine(run, file, start, (message) => progress.report({ message }));
        },
      ),
    );
  }

  private async runEngine(
    run: WorkflowRun,
    file: WorkflowFile,
    start: RunStart,
    onProgress: (message: string) => void,
  ): Promise<WorkflowEnd> {
    const journal = await openForRun(run.id);
    let inputs: Readonly<Record<string, unknown>> = {};
    const context = workflowContext(this.parts, {
      folder: vscode.Uri.joinPath(file.uri, '..'),
      inputs: () => Object.values(inputs),
      remember: (requestId, task) => run.tasks.set(requestId, task),
    });
    try {
      const models = own((await this.parts.situation.policy()).workflows, file.name);
      const begun = await this.startOf(run, start);
      inputs = (begun.earlier && recordedRun(begun.earlier.events)?.inputs) ?? begun.inputs;
      const request = {
        workflow: workflowIn(file),
        journal,
        ...begun,
        ...(models && { models }),
      };
      const events = runWorkflow(request, context, run.abort!.signal);
      for (;;) {
        const next = await events.next();
        if (next.done) return next.value;
        this.take(run, next.value);
        if (next.value.kind === 'stepStarted') onProgress(next.value.name);
      }
    } finally {
      await journal.close();
    }
  }

  /** Call while the journal is open, so that no other window can write it. */
  private async startOf(
    run: WorkflowRun,
    start: RunStart,
  ): Promise<Pick<WorkflowRequest, 'inputs' | 'earlier'>> {
    if (start !== 'resumed') return start;
    const events = await readJournal(run.id);
    const trace = traceOf(events);
    if (trace.status !== 'done') return { inputs: {}, earlier: { use: 'resume', events } };
    run.trace = trace;
    throw new HumanError(nothingLeft);
  }

  private take(run: WorkflowRun, event: WorkflowEvent): void {
    const { runs, prose, news, report } = this.parts;
    const before = run.trace;
    runs.take(run, event);
    prose.update(run.id);
    if (event.kind === 'callEnded') news.emitSpend();
    if (event.kind === 'decided') report.log.info(event.reason);
    if (event.kind === 'ranOther') {
      const { step, declared, ran, why } = event;
      // An agent makes many calls; one warning is enough.
      if (before.steps.get(step)?.ranOther?.ran === ran) return;
      report.warnOnce(
        say('The step “{0}” is set to run on {1}, but ran on {2}: {3}', step, declared, ran, why),
      );
    }
  }
}
