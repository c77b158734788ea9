/*
 * This folder imitates batches: store.ts keeps them, process.ts answers their requests, and anthropic.ts and
 * openai.ts have the endpoints of the two providers. Time passes by the server's own clock.
 */

/** What becomes of a request that is well formed. */
export type Fate = 'succeeds' | 'errors' | 'expires';

/** How the batches of a server go. */
export interface BatchPlan {
  /** Milliseconds from creation to end. Default: a minute. */
  readonly workMs?: number;
  /** By custom id, and by the place of the request in its batch. Default: it succeeds. */
  readonly fate?: (customId: string, place: number) => Fate;
  /** The most requests of a batch; the provider's own limit when undefined. */
  readonly mostRequests?: number;
  /** The most bytes of a batch; the provider's own limit when undefined. */
  readonly mostBytes?: number;
}

export interface BatchRequest {
  readonly customId: string;
  readonly body: unknown;
}

/** What a request came to: the wire's own body, or why there is none. */
export type Ended = { readonly customId: string } & (
  | { readonly kind: 'succeeded'; readonly body: unknown }
  | { readonly kind: 'errored'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'canceled' }
  | { readonly kind: 'expired' }
);

export interface PracticeBatch {
  readonly id: string;
  readonly createdMs: number;
  readonly requests: readonly BatchRequest[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** OpenAI: what the client noted, and the file it came in. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputFile: string;
  /** Why the whole batch failed its validation. */
  readonly refused: { readonly code: string; readonly message: string } | undefined;
  cancelledMs: number | undefined;
  /** In any order, once it has ended. */
  ended: readonly Ended[] | undefined;
  endedMs: number | undefined;
}

export interface BatchStore {
  readonly plan: BatchPlan;
  /** By id, oldest first. */
  readonly anthropic: Map<string, PracticeBatch>;
  readonly openai: Map<string, PracticeBatch>;
  /** Uploaded files and those of results, by id. */
  readonly files: Map<string, string>;
  clear(): void;
}

export function createBatchStore(plan: BatchPlan): BatchStore {
  const anthropic = new Map<string, PracticeBatch>();
  const openai = new Map<string, PracticeBatch>();
  const files = new Map<string, string>();
  return {
    plan,
    anthropic,
    openai,
    files,
    clear() {
      for (const each of [anthropic, openai, files]) each.clear();
    },
  };
}
