import * as vscode from 'vscode';
import type {
  Collected,
  CollectedFiles,
  Collection,
} from '../../../evaluation/collect/collected.ts';
import { type Answer, isWhole } from '../../answers/answer.ts';
import type { CommandId } from '../../platform/contributed.ts';
import type { WorkflowRun } from '../../workflows/workflowRuns.ts';
import type { CollectingParts, GoingOn, LiveCollection } from './collectingParts.ts';
import { openCollectedFiles, openSampling } from './door.ts';
import { say } from '../../platform/say.ts';

const stateKey = 'evaluation.collection';

/**
 * The collection that the developer has agreed to, if there is one. It outlives the window, takes a sample of
 * live work of its task type or step, shows how many there are, and ends by itself. Without a collection it
 * does nothing.
 */
export class Collecting implements LiveCollection, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when a collection begins, takes a sample or ends. */
  readonly onDidChange = this.changed.event;
  private readonly parts: CollectingParts;
  private readonly disposables: vscode.Disposable[];
  private item: vscode.StatusBarItem | undefined;
  private taking: Promise<void> = Promise.resolve();
  /** The runs that a sample was taken of in this window. */
  private readonly takenRuns = new Set<string>();

  constructor(parts: CollectingParts) {
    this.parts = parts;
    const { news, answers, workflows } = parts;
    this.disposables = [
      this.changed,
      news.onDidJudge((requestId) => {
        const answer = answers.find(requestId);
        if (answer) this.takeAnswer(answer);
      }),
      // What is only read is neither accepted nor undone: it counts when it is there.
      answers.onDidChange((answer) => {
        if (answer.task.answerKind !== 'edit' && isWhole(answer)) this.takeAnswer(answer);
      }),
      workflows.runs.onDidChange((run) => {
        if (run?.trace.status === 'done') this.takeRun(run);
      }),
    ];
    this.draw();
  }

  get goingOn(): GoingOn | undefined {
    return this.parts.workspaceState.get<GoingOn>(stateKey);
  }

  async files(): Promise<CollectedFiles> {
    const { collectedFilesIn } = await openCollectedFiles();
    const folder = vscode.Uri.joinPath(this.parts.storage, 'collected');
    return collectedFilesIn(folder.fsPath);
  }

  async begin(collection: Collection): Promise<void> {
    await (await this.files()).begin(collection);
    await this.remember({ collection, count: 0 });
  }

  async end(): Promise<void> {
    await this.remember(undefined);
  }

  async refresh(): Promise<void> {
    const { goingOn } = this;
    if (goingOn && !(await (await this.files()).read(goingOn.collection.id))) await this.end();
  }

  settled(): Promise<void> {
    return this.taking;
  }

  dispose(): void {
    this.item?.dispose();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private takeAnswer(answer: Answer): void {
    const subject = this.goingOn?.collection.subject;
    // What a run proposes is the work of its steps.
    if (subject?.kind !== 'taskType' || answer.binding.proposed) return;
    if (subject.taskType !== answer.task.type) return;
    this.take(async (collection) => {
      const { sampleAnswer } = await openSampling();
      return sampleAnswer(answer, collection, { ...this.parts, files: await this.files() });
    });
  }

  private takeRun(run: WorkflowRun): void {
    const subject = this.goingOn?.collection.subject;
    if (subject?.kind !== 'step' || this.takenRuns.has(run.trace.runId)) return;
    if (!run.workflow.endsWith(`/${subject.workflow}`)) return;
    this.takenRuns.add(run.trace.runId);
    this.take(async (collection) => {
      const { sampleRun } = await openSampling();
      return sampleRun(run, collection, { ...this.parts, files: await this.files() });
    });
  }

  /** Samples are taken one after the other; one that fails stops nothing. */
  private take(sample: (collection: Collection) => Promise<Collected | 'gone' | undefined>): void {
    this.taking = this.taking.then(async () => {
      const { goingOn } = this;
      if (!goingOn) return;
      try {
        const now = await sample(goingOn.collection);
        if (now === 'gone') await this.end();
        else if (now) await this.took(now);
      } catch (error) {
        this.parts.report.bug(error);
      }
    });
  }

  private async took(now: Collected): Promise<void> {
    const { countOf, isFull } = await openCollectedFiles();
    const { collection, samples } = now;
    // The developer may have ended it meanwhile.
    if (this.goingOn?.collection.id !== collection.id) return;
    const isOver = isFull(now);
    await this.remember(isOver ? undefined : { collection, count: countOf(samples) });
    if (isOver) this.tellEnd(collection);
  }

  private tellEnd({ wanted }: Collection): void {
    const review = say('Review Collected…');
    const message = say(
      '{0} cases are collected, and collecting has ended. Review them to make an evaluation of them.',
      wanted,
    );
    void vscode.window.showInformationMessage(message, review).then((chosen) => {
      const command: CommandId = 'tierwise.reviewCollected';
      return chosen === review ? vscode.commands.executeCommand(command) : undefined;
    });
  }

  private async remember(goingOn: GoingOn | undefined): Promise<void> {
    await this.parts.workspaceState.update(stateKey, goingOn);
    this.draw();
    this.changed.fire();
  }

  private draw(): void {
    const { goingOn } = this;
    if (!goingOn) {
      this.item?.dispose();
      this.item = undefined;
      return;
    }
    const { collection, count } = goingOn;
    this.item ??= newItem();
    this.item.text = `$(beaker) ${say('{0} of {1}', count, collection.wanted)}`;
    const what =
      collection.subject.kind === 'taskType'
        ? collection.subject.taskType
        : collection.subject.step;
    this.item.tooltip = say(
      'Tierwise collects cases of {0}: {1} of {2} so far. They stay on this machine. Click to stop, or to review them.',
      what,
      count,
      collection.wanted,
    );
    this.item.accessibilityInformation = {
      label: say('Tierwise has collected {0} of {1} cases', count, collection.wanted),
    };
    this.item.show();
  }
}

function newItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem(
    'tierwise.collecting',
    vscode.StatusBarAlignment.Right,
    99,
  );
  const command: CommandId = 'tierwise.collectFixtures';
  item.name = say('Tierwise Collecting');
  item.command = command;
  return item;
}
