import * as vscode from 'vscode';
import type { Report } from '../../evaluation/report.ts';
import type { BatchOrder } from '../../evaluation/run/batches/batchOrder.ts';
import { evaluationControllerId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import type { Workflows } from '../workflows/registerWorkflows.ts';
import { type StepReport, stepKey } from '../workflows/stepReports.ts';
import { openPolicyChange, openReports, openRuns } from './results/door.ts';
import type { EvaluationFiles } from './files/evaluationFiles.ts';
import { type EvaluationFile, placeUri } from './files/readEvaluations.ts';
import type { HostParts } from './results/evaluationHost.ts';
import { countsWords, findingWords } from './results/reportPage.ts';
import type { PolicyTexts } from './results/applyToPolicy.ts';
import type { HowToRun } from './results/runEvaluations.ts';
import type { ChosenEvaluation } from './results/runOne.ts';
import { say } from '../platform/say.ts';

/*
 * Evaluations: the editor's side of `.tierwise/evaluations`.
 *
 * In come the files, and what the developer runs in the Test Explorer. Out come tests with their results
 * (`runEvaluations.ts`, `fixtureStates.ts`), report pages (`reportPage.ts`, `reportPlot.ts`) and a change of
 * the policy (`applyToPolicy.ts`). `evaluationHost.ts` is what a run needs from the editor; the running
 * itself is `src/evaluation/run/`.
 */

export interface ExplorerParts extends HostParts {
  readonly workflows: Workflows;
  readonly evaluationFiles: EvaluationFiles;
  /** Told after a run. */
  didEvaluate(): void;
}

/** Only new answers show that a model has changed. */
const modelInUse: Omit<HowToRun, 'begin'> = { wholeGrid: true, pinnedAnew: true };

/** The evaluations of all folders in the Test Explorer: a test for each fixture. */
export class EvaluationExplorer implements vscode.Disposable {
  private readonly parts: ExplorerParts;
  private readonly controller = vscode.tests.createTestController(
    evaluationControllerId,
    say('Tierwise Evaluations'),
  );
  private readonly disposables: vscode.Disposable[] = [this.controller];
  private readonly run: vscode.TestRunProfile;
  private files: readonly EvaluationFile[] = [];
  private policyTexts: PolicyTexts | undefined;
  private hasResumed = false;

  constructor(parts: ExplorerParts) {
    this.parts = parts;
    const { Run, Debug } = vscode.TestRunProfileKind;
    const runWith = (how: Omit<HowToRun, 'begin'>) => (request: vscode.TestRunRequest) =>
      this.evaluate(request, how);
    this.controller.refreshHandler = () => this.read();
    this.run = this.controller.createRunProfile(
      say('Evaluate'),
      Run,
      runWith({ wholeGrid: false }),
      true,
    );
    this.disposables.push(
      this.run,
      this.controller.createRunProfile(
        say('Run Again on the Whole Grid'),
        Run,
        runWith({ wholeGrid: true }),
      ),
      this.controller.createRunProfile(
        say('Check the Model in Use with New Answers'),
        Run,
        runWith(modelInUse),
      ),
      this.controller.createRunProfile(say('Show the Last Trial'), Debug, (request) =>
        this.showChosen(request),
      ),
      parts.evaluationFiles.onDidChange(() => this.look()),
    );
  }

  /** Shows the files as they are now. */
  look(): void {
    void this.read().catch(this.parts.report.bug);
  }

  /** The evaluations as they are now. */
  async all(): Promise<readonly EvaluationFile[]> {
    await this.read();
    return this.files;
  }

  /** Runs one evaluation, as its test does. */
  evaluateFile(file: EvaluationFile): Promise<void> {
    return this.evaluateAs(file, { wholeGrid: false });
  }

  /** Asks the candidate that the policy names because of an evaluation for new answers. */
  checkModelInUse(file: EvaluationFile): Promise<void> {
    return this.evaluateAs(file, modelInUse);
  }

  /** Opens the newest report of an evaluation. Rejects with HumanError before its first run. */
  async showReport(file: EvaluationFile): Promise<void> {
    const { showReport } = await openReports();
    const { report } = this.parts;
    await showReport(file, this.parts, {
      applyToPolicy: (found, of) => void this.applyToPolicy(found, of).catch(report.show),
      open: ({ uri }) => void vscode.window.showTextDocument(uri),
    });
  }

  dispose(): void {
    this.policyTexts?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async read(): Promise<void> {
    this.files = await this.parts.evaluationFiles.list();
    const hasFolders = (vscode.workspace.workspaceFolders ?? []).length > 1;
    this.controller.items.replace(this.files.map((file) => this.itemOf(file, hasFolders)));
    await this.showFindings();
    this.goOnWithBatches();
  }

  /** Goes on with batches that an earlier window has left, once. */
  private goOnWithBatches(): void {
    if (this.hasResumed || !vscode.workspace.isTrusted) return;
    this.hasResumed = true;
    const { report, storage } = this.parts;
    for (const file of this.files) {
      void (async () => {
        const { leftBatch } = await openReports();
        const order = await leftBatch(file, { storage });
        if (order) await this.goOn(file, order);
      })().catch(report.show);
    }
  }

  private async goOn(file: EvaluationFile, order: BatchOrder): Promise<void> {
    const { goOnWithBatch } = await openRuns();
    const item = this.controller.items.get(file.id);
    if (!item) return;
    const request = new vscode.TestRunRequest([item], undefined, this.run);
    const [chosen] = this.chosenBy(request);
    const begin = () => this.controller.createTestRun(request, say('{0} (batch)', file.name));
    const reports = await goOnWithBatch(chosen!, order, { how: { begin }, parts: this.parts });
    await this.tellEnd(reports, [file]);
  }

  private async tellEnd(
    reports: readonly Report[],
    files: readonly EvaluationFile[],
  ): Promise<void> {
    const { tellReports } = await openRuns();
    await this.showFindings();
    this.parts.didEvaluate();
    const idOf = ({ evaluation }: Report) => files.find(({ name }) => name === evaluation)!.id;
    const told = reports.map((each) => ({ report: each, id: idOf(each) }));
    void tellReports(told, (id) => this.showReport(this.fileOf(id))).catch(this.parts.report.show);
  }

  private itemOf(file: EvaluationFile, hasFolders: boolean): vscode.TestItem {
    const { id, uri, name, parsed, places, folder } = file;
    const item = this.controller.createTestItem(id, name, uri);
    const summary = parsed.evaluation?.description ?? '';
    item.description = [hasFolders ? folder.name : '', summary].filter(Boolean).join(' · ');
    const [problem] = parsed.problems;
    if (problem) {
      const where =
        problem.file === undefined
          ? say('Line {0}', problem.line)
          : say('Line {0} of {1}', problem.line, problem.file);
      item.error = `${where}: ${problem.message}`;
    }
    for (const [at, fixture] of (parsed.evaluation?.fixtures ?? []).entries()) {
      const place = places.get(fixture.id);
      const test = this.controller.createTestItem(
        testId(file, fixture.id),
        fixture.id,
        placeUri(uri, place?.file),
      );
      if (place) test.range = new vscode.Range(place.line - 1, 0, place.line - 1, 0);
      test.description = [fixture.label ?? '', ...(fixture.tags ?? [])].filter(Boolean).join(' · ');
      test.sortText = String(at).padStart(6, '0');
      item.children.add(test);
    }
    return item;
  }

  /** Says beside each evaluation, and in the steps of workflows, what the newest run found. */
  private async showFindings(): Promise<void> {
    const { newestReport } = await openReports();
    const steps = new Map<string, StepReport>();
    for (const file of this.files) {
      const report = await newestReport(file, this.parts);
      if (!report) continue;
      const item = this.controller.items.get(file.id);
      if (item) item.description = `${findingWords(report.result)} · ${item.description}`;
      const subject = file.parsed.evaluation?.subject;
      if (subject?.kind !== 'step') continue;
      const words = countsWords(report);
      steps.set(stepKey(subject.workflow, subject.step), { evaluation: file.id, words });
    }
    this.parts.workflows.stepReports.set(steps);
  }

  private async evaluateAs({ id }: EvaluationFile, how: Omit<HowToRun, 'begin'>): Promise<void> {
    const item = this.controller.items.get(id);
    if (item) await this.evaluate(new vscode.TestRunRequest([item], undefined, this.run), how);
  }

  private async evaluate(
    request: vscode.TestRunRequest,
    how: Omit<HowToRun, 'begin'>,
  ): Promise<void> {
    const { report } = this.parts;
    try {
      const { runEvaluations } = await openRuns();
      // A watcher may be late.
      await this.read();
      const chosen = this.chosenBy(request);
      const begin = () => this.controller.createTestRun(request);
      const reports = await runEvaluations(chosen, { ...how, begin }, this.parts);
      await this.tellEnd(
        reports,
        chosen.map(({ file }) => file),
      );
    } catch (error) {
      report.show(error);
    }
  }

  /** The evaluations of a request, each with the fixtures that were chosen. */
  private chosenBy({ include, exclude = [] }: vscode.TestRunRequest): ChosenEvaluation[] {
    const wanted = include ?? [...this.controller.items].map(([, item]) => item);
    // The items may have been made again since.
    const isIn = (items: readonly vscode.TestItem[], { id }: vscode.TestItem) =>
      items.some((each) => each.id === id);
    const isWanted = (item: vscode.TestItem) => isIn(wanted, item) && !isIn(exclude, item);
    const chosen = this.files.flatMap((file): ChosenEvaluation[] => {
      const item = this.controller.items.get(file.id);
      if (!item) return [];
      const fixtures = file.parsed.evaluation?.fixtures ?? [];
      const tests = new Map(
        fixtures.map(({ id }) => [id, item.children.get(testId(file, id))!] as const),
      );
      const picked = [...tests].filter(([, test]) =>
        isWanted(item) ? !isIn(exclude, test) : isWanted(test),
      );
      if (picked.length === 0 && !isWanted(item)) return [];
      const only = picked.length < tests.size ? { only: picked.map(([id]) => id) } : {};
      return [{ file, item, tests, ...only }];
    });
    if (chosen.length > 0) return chosen;
    throw new HumanError(say('There is nothing to evaluate. Choose an evaluation or a fixture.'));
  }

  private async showChosen(request: vscode.TestRunRequest): Promise<void> {
    const { report } = this.parts;
    try {
      const [first] = this.chosenBy(request);
      const { showFixture } = await openReports();
      const fixture = first!.only?.[0];
      if (fixture === undefined) await this.showReport(first!.file);
      else await showFixture(first!.file, fixture, this.parts);
    } catch (error) {
      report.show(error);
    }
  }

  private async applyToPolicy(report: Report, file: EvaluationFile): Promise<void> {
    const { applyToPolicy, PolicyTexts: Texts } = await openPolicyChange();
    this.policyTexts ??= new Texts();
    await applyToPolicy(report, file, this.policyTexts);
  }

  private fileOf(id: string): EvaluationFile {
    const file = this.files.find((each) => each.id === id);
    if (file) return file;
    throw new HumanError(say('This evaluation no longer exists. Choose another one.'));
  }
}

function testId({ id }: EvaluationFile, fixture: string): string {
  return `${id}#${fixture}`;
}
