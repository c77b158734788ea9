import * as vscode from 'vscode';
import type { ExperimentBook } from '../../evaluation/watching/experiments/experimentBook.ts';
import type { ExperimentStanding } from '../../evaluation/watching/experiments/experimentFacts.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Decision } from '../../routing/decision.ts';
import type { Experiment } from '../../routing/experiments/experiment.ts';
import { minuteMs } from '../../routing/time.ts';
import { openExperimentBook } from './door.ts';
import { unlessTroubled } from './unlessTroubled.ts';

export interface ExperimentParts {
  readonly ledger: Ledger;
  /** The file of facts. */
  readonly file: string;
  /** Fires when the ledger has changed. */
  readonly onDidChange: vscode.Event<void>;
  readonly report: (bug: unknown) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Outcomes come minutes after a task at the earliest, so looking more often would find nothing. */
const lookEveryMs = minuteMs;

/** The user's experiments: which of them go on. Nothing is loaded while there is none. */
export class Experiments implements vscode.Disposable {
  private readonly ended = new vscode.EventEmitter<ExperimentStanding>();
  /** Fires when an experiment is found to be over; again in each window, and after each start of one. */
  readonly onDidEnd = this.ended.event;
  private readonly parts: ExperimentParts;
  private readonly subscription: vscode.Disposable;
  private set: readonly Experiment[] = [];
  private lastLookMs = -Infinity;
  private book: ExperimentBook | undefined;

  constructor(parts: ExperimentParts) {
    this.parts = parts;
    this.subscription = parts.onDidChange(() => void this.look().catch(parts.report));
  }

  /** Those of the set that go on. One whose standing cannot be read does not take place meanwhile. */
  async running(set: readonly Experiment[]): Promise<readonly Experiment[]> {
    this.set = set;
    const read = async () => (await this.opened()).standings(set, this.parts.now());
    const standings = await unlessTroubled(read, [], this.parts.report);
    return standings.filter(({ end }) => end === undefined).map(({ experiment }) => experiment);
  }

  /** Notes a request that is about to run, if the plan of an experiment was drawn for it. */
  async note(requestId: string, decision: Decision): Promise<void> {
    if (this.set.length === 0) return;
    const { now, report } = this.parts;
    const note = async () => (await this.opened()).drawn(requestId, decision, this.set, now());
    await note().catch(report);
  }

  /** The file that says which window asks a second plan now. */
  get lease(): string {
    return `${this.parts.file}.lock`;
  }

  /** Looks what has become of the tasks, and tells which experiments are over. */
  async look(): Promise<void> {
    const nowMs = this.parts.now();
    if (this.set.length === 0 || nowMs - this.lastLookMs < lookEveryMs) return;
    this.lastLookMs = nowMs;
    const standings = await (await this.opened()).collect(this.set, nowMs);
    for (const standing of standings) if (standing.end !== undefined) this.ended.fire(standing);
  }

  dispose(): void {
    this.subscription.dispose();
    this.ended.dispose();
  }

  /** Where the standing is kept. */
  async opened(): Promise<ExperimentBook> {
    const { ExperimentBook } = await openExperimentBook();
    return (this.book ??= new ExperimentBook(this.parts.file, this.parts.ledger));
  }
}
