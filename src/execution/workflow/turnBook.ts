import { type Ledger, LedgerError } from '../../ledger/ledger.ts';

/** How one call of an agent's tool went. */
export interface CallOutcome {
  readonly failed?: true;
  /** The call proposed a change of a file. */
  readonly edit?: unknown;
  /** The call ran a command that checks the project: whether it passed. */
  readonly passed?: boolean;
}

/** Records what became of an agent's turns, which a run knows as soon as their tools have run. */
export interface TurnBook {
  /** The request that gave the newest answer. */
  answered(requestId: string): void;
  /** The calls of the newest answer have run. */
  ran(calls: readonly CallOutcome[]): void;
  /** The agent has given its result; undefined where nothing tells whether it is a good one. */
  ended(outcome: 'worked' | 'failed' | undefined): void;
}

interface BookParts {
  readonly ledger: Pick<Ledger, 'recordTurnOutcome'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly report: (bug: unknown) => void;
}

/** After a resume the requests before it are not known, and nothing is recorded about them. */
export function createTurnBook({ ledger, now, report }: BookParts): TurnBook {
  let newest: string | undefined;
  /** Requests whose edits no check has followed yet. */
  let unchecked: string[] = [];

  function record(requestId: string | undefined, outcome: 'worked' | 'failed'): void {
    if (requestId === undefined) return;
    ledger.recordTurnOutcome({ requestId, atMs: now(), outcome }).catch((error: unknown) => {
      // The ledger keeps the fact for later, and the calls themselves tell of the trouble.
      if (!(error instanceof LedgerError)) report(error);
    });
  }

  return {
    answered(requestId) {
      newest = requestId;
    },
    ran(calls) {
      const requestId = newest;
      newest = undefined;
      const hasFailed = calls.some(({ failed }) => failed);
      const edits = calls.some(({ edit }) => edit !== undefined);
      if (hasFailed) record(requestId, 'failed');
      else if (edits && requestId !== undefined) unchecked.push(requestId);
      else record(requestId, 'worked');
      const checks = calls.flatMap(({ passed }) => passed ?? []);
      if (checks.length === 0) return;
      // An edit before the newest one may be as wrong, so nothing is said of it.
      if (checks.includes(false)) record(unchecked.at(-1), 'failed');
      else for (const each of unchecked) record(each, 'worked');
      unchecked = [];
    },
    ended(outcome) {
      if (outcome) record(newest, outcome);
      newest = undefined;
    },
  };
}
