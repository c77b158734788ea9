import { type BatchPlan, type BatchStore, createBatchStore } from './batches/store.ts';
import type { BilledCall } from './billing.ts';
import type { Play, WireName } from './call.ts';
import type { Fault } from './faults.ts';
import type { PracticeModel } from './models.ts';
import type { CompatibleManner } from './wires/wire.ts';
import { createPromptCache, type PromptCache } from './promptCache.ts';

/** A request, for tests to inspect. Header values are not kept. */
export interface SeenRequest {
  readonly wire: WireName;
  readonly headerNames: readonly string[];
  readonly keyPresent: boolean;
  readonly body: unknown;
}

export type PracticeKeys = Partial<Record<WireName, string>>;

/** The state of one running practice server. */
export interface PracticeState {
  readonly keys: PracticeKeys;
  readonly pace: number;
  readonly manner: CompatibleManner;
  readonly cache: PromptCache;
  readonly batches: BatchStore;
  readonly play: Play;
  /** Whether requests are kept for whoever asks to see them. */
  readonly inspectable: boolean;
  now(): Date;
  nextNumber(): number;
  /** Takes the oldest fault that is meant for this model or for any. */
  nextFault(model?: string): Fault | undefined;
  addFaults(faults: readonly Fault[]): void;
  bill(call: BilledCall): void;
  billing(): BilledCall[];
  remember(request: SeenRequest): void;
  requests(): SeenRequest[];
  /** From now on the model answers well only for this share of prompts, 0 to 1. */
  setSkill(model: string, rightShare: number): void;
  /** A model as it was made by `setSkill`. */
  asNow(model: PracticeModel): PracticeModel;
  reset(): void;
}

const requestsKept = 50;

export function createState(
  keys: PracticeKeys,
  {
    pace,
    manner,
    play,
    inspectable,
    batches: plan,
  }: Pick<PracticeState, 'pace' | 'manner' | 'play' | 'inspectable'> & { batches: BatchPlan },
  now: () => Date,
): PracticeState {
  const cache = createPromptCache();
  const batches = createBatchStore(plan);
  let billed: BilledCall[] = [];
  let seen: SeenRequest[] = [];
  let faults: Fault[] = [];
  let lastNumber = 0;
  const rightShares = new Map<string, number>();

  return {
    keys,
    pace,
    manner,
    cache,
    batches,
    play,
    inspectable,
    now,
    nextNumber: () => ++lastNumber,
    nextFault(model) {
      const place = faults.findIndex((each) => each.model === undefined || each.model === model);
      return place < 0 ? undefined : faults.splice(place, 1)[0];
    },
    addFaults: (added) => void faults.push(...added),
    bill: (call) => void billed.push(call),
    billing: () => [...billed],
    remember(request) {
      if (inspectable) seen = [...seen, request].slice(-requestsKept);
    },
    requests: () => [...seen],
    setSkill: (model, rightShare) => void rightShares.set(model, rightShare),
    asNow(model) {
      const rightShare = rightShares.get(model.id);
      return rightShare === undefined ? model : { ...model, rightShare };
    },
    reset: () => {
      billed = [];
      seen = [];
      faults = [];
      cache.clear();
      batches.clear();
      rightShares.clear();
    },
  };
}
