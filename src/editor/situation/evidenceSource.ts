import type * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Evidence, PastRequest } from '../../routing/evidence/evidence.ts';
import type { Gatherer } from '../../routing/evidence/gatherEvidence.ts';
import type { TurnRecord } from '../../routing/evidence/turnRecord.ts';
import type { EvidenceByType } from '../../routing/situation.ts';
import type { TaskType } from '../../routing/task.ts';
import { openEvidence } from './door.ts';

/** The language and workspace of a task: evidence from the same ones counts for more. */
export interface EvidencePlace {
  readonly language?: string;
  readonly repository: string;
}

/** What was worked out from one reading of the ledger. */
interface Known {
  readonly worked: Map<string, Evidence>;
  gather?: Gatherer;
}

const nothingKnown = (): Known => ({ worked: new Map() });

/** Evidence from earlier requests in the ledger, read again only after the ledger has changed. */
export class EvidenceSource implements vscode.Disposable {
  private readonly ledger: Ledger;
  private readonly subscription: vscode.Disposable;
  private reading: Promise<readonly PastRequest[]> | undefined;
  private known = nothingKnown();
  private readingTurns: Promise<readonly TurnRecord[]> | undefined;
  private knownTurns: readonly TurnRecord[] | undefined;

  constructor(ledger: Ledger, onDidChange: vscode.Event<void>) {
    this.ledger = ledger;
    this.subscription = onDidChange(() => this.forget());
  }

  /** The evidence by task type. Rejects with LedgerError when the ledger cannot be read. */
  async about({ language, repository }: EvidencePlace): Promise<EvidenceByType> {
    const reading = this.past();
    const { known } = this;
    const [past, { gathererOf, exploredIn }] = await Promise.all([reading, openEvidence()]);
    return {
      get(taskType: TaskType) {
        const key = JSON.stringify([taskType, language, repository]);
        const place = { repository, ...(language !== undefined && { language }) };
        known.gather ??= gathererOf(past);
        const evidence =
          known.worked.get(key) ?? known.gather({ taskType, ...place }, exploredIn(past, taskType));
        known.worked.set(key, evidence);
        return evidence;
      },
    };
  }

  /** Past requests, newest first. Rejects with LedgerError when the ledger cannot be read. */
  past(): Promise<readonly PastRequest[]> {
    if (this.reading) return this.reading;
    const reading = this.ledger.experiences();
    this.reading = reading;
    // A failed reading is not kept, so that the next call reads again.
    reading.catch(() => this.reading === reading && this.forget());
    return reading;
  }

  /** How turns of agents' loops went. Rejects with LedgerError when the ledger cannot be read. */
  turns(): Promise<readonly TurnRecord[]> {
    if (this.readingTurns) return this.readingTurns;
    const reading = this.ledger.turnRecords();
    this.readingTurns = reading;
    reading.then(
      (records) => {
        if (this.readingTurns === reading) this.knownTurns = records;
      },
      () => {
        if (this.readingTurns === reading) this.readingTurns = undefined;
      },
    );
    return reading;
  }

  /**
   * The same as far as it was read before, so that a turn need not wait for what the turn before it taught:
   * the newest is read meanwhile. Rejects with LedgerError when nothing was read yet and the ledger cannot be.
   */
  async recentTurns(): Promise<readonly TurnRecord[]> {
    const known = this.knownTurns;
    const reading = this.turns();
    return known ?? reading;
  }

  /** What was read before counts no more: the developer wants it forgotten. */
  forgetTurns(): void {
    this.knownTurns = undefined;
    this.readingTurns = undefined;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private forget(): void {
    this.reading = undefined;
    this.readingTurns = undefined;
    this.known = nothingKnown();
  }
}
