import type { Ledger, LedgerError } from './ledger.ts';

export interface LedgerWorkerData {
  readonly file: string;
  /** How long a call waits for a lock that another process holds, milliseconds. */
  readonly lockPatienceMs: number;
  readonly windowId: string;
  /** How long this window counts as alive after its last sign of life, milliseconds. */
  readonly leaseMs: number;
}

/** The worker's calls are the ledger's methods. */
export type CallName = keyof Ledger;

export type LedgerArguments<Name extends CallName> = Parameters<Ledger[Name]>;

export type LedgerReply<Name extends CallName = CallName> = Awaited<ReturnType<Ledger[Name]>>;

/** The same calls inside the worker: they block and throw. */
export type LedgerCalls = {
  readonly [Name in CallName]: (...given: LedgerArguments<Name>) => LedgerReply<Name>;
};

export interface ToLedgerWorker<Name extends CallName = CallName> {
  readonly id: number;
  readonly name: Name;
  readonly given: LedgerArguments<Name>;
}

export type FromLedgerWorker =
  | { readonly kind: 'done'; readonly id: number; readonly value: LedgerReply }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly errorKind: LedgerError['kind'];
      readonly message: string;
    }
  /** A damaged file was moved aside, and a backup or a new one put in its place. */
  | { readonly kind: 'movedAside'; readonly to: string; readonly restoredFromMs?: number }
  /** Background work failed, and nothing outside of the program explains it. */
  | { readonly kind: 'bug'; readonly bug: unknown };
