import type { SettlementFact } from '../../ledger/facts.ts';
import type { BatchStatus } from '../../providers/batches/batchProvider.ts';
import type { Part } from '../../providers/provider.ts';

/*
 * Many trials at once, at the price of batches. batchJob.ts decides what to do next from facts alone;
 * driveBatch.ts does it and writes each fact down before it goes on; batchFile.ts keeps the facts on disk;
 * batchMoney.ts reserves and settles. Prompts are not among the facts, so whoever goes on brings them again.
 */

/** What became of a request; kept until the job's file is deleted. */
export type KeptResult =
  | { readonly kind: 'answered'; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly message: string; readonly mayPass: boolean }
  /** The provider's time was over. Costs nothing. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled' }
  /** The batch ended, and no result of this request came. It may have been charged for. */
  | { readonly kind: 'lost' };

/** Why a budget did not allow requests, and how many of them had been reserved before. */
export interface OverBudget {
  readonly message: string;
  readonly reserved: number;
}

/** Requests that are submitted together. */
export interface Chunk {
  readonly id: string;
  /** 1, or 2 for what failed the first time. */
  readonly round: number;
  readonly keys: readonly string[];
}

/** Something that happened to a job. Times are milliseconds since 1970. */
export type BatchFact =
  | { readonly kind: 'planned'; readonly chunks: readonly Chunk[] }
  /** The worst case of every request of these chunks is set aside. */
  | { readonly kind: 'reserved'; readonly chunks: readonly string[] }
  /** A budget did not allow them; what was set aside by then is to be given back. */
  | { readonly kind: 'overBudget'; readonly chunks: readonly string[]; readonly over: OverBudget }
  | { readonly kind: 'submitting'; readonly chunk: string; readonly atMs: number }
  | {
      readonly kind: 'submitted';
      readonly chunk: string;
      readonly batchId: string;
      readonly atMs: number;
    }
  /** The provider has no batch of this chunk. */
  | { readonly kind: 'notSubmitted'; readonly chunk: string; readonly atMs: number }
  /** The provider took the chunk for too large; it is cut in two. */
  | { readonly kind: 'split'; readonly chunk: string; readonly into: readonly Chunk[] }
  /** Asked, without a result to go on with: still working, unreachable, or not to be told apart. */
  | { readonly kind: 'asked'; readonly chunk: string; readonly atMs: number }
  | {
      readonly kind: 'ended';
      readonly chunk: string;
      readonly atMs: number;
      readonly status: BatchStatus;
    }
  | {
      readonly kind: 'result';
      readonly chunk: string;
      readonly key: string;
      readonly result: KeptResult;
      /** What the ledger is told, always with the same figures. */
      readonly settlement: SettlementFact;
    }
  /** All results of the chunk are settled. */
  | { readonly kind: 'closed'; readonly chunk: string }
  | { readonly kind: 'cancelAsked' }
  | { readonly kind: 'cancelSent'; readonly chunk: string };

/**
 * The id under which a provider knows a request: 1 to 64 of `a-zA-Z0-9_-`. It names the job, so that a lost
 * batch is never taken for one of another job with the same requests.
 */
export function customIdOf(key: string, round: number, job: string): string {
  return `${key}-${round}-${job}`;
}

/** Why a job's name or a key cannot be part of a custom id; undefined when both can. */
export function nameProblem(key: string, job: string): string | undefined {
  if (!/^[a-zA-Z0-9_]{1,16}$/.test(job)) {
    return `The name "${job}" cannot name a batch. Use 1 to 16 letters, digits and underscores.`;
  }
  if (/^[a-zA-Z0-9_-]{1,45}$/.test(key)) return undefined;
  return `The key "${key}" cannot name a request of a batch. Use 1 to 45 letters, digits, dashes and underscores.`;
}
