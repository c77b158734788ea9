import type { Model } from './model.ts';

/** What is measured of a model's speed: the time to the first token, or to the whole answer. */
export const speedMeasures = ['firstToken', 'total'] as const;
export type SpeedMeasure = (typeof speedMeasures)[number];

/** The median of the newest complete answers of a model, milliseconds, and how many they are. */
export interface MeasuredTime {
  readonly ms: number;
  readonly answers: number;
}

/** How long a model's newest complete answers took; `firstToken` is omitted when none told it. */
export interface Latency extends Partial<Readonly<Record<SpeedMeasure, MeasuredTime>>> {
  readonly total: MeasuredTime;
}

/** Fewer answers say little of how fast a model is. Chosen by judgement. */
const enoughAnswers = 3;

/** How long a model takes; undefined while it has too few answers to say. */
export function measuredTime(
  { reference }: Pick<Model, 'reference'>,
  by: SpeedMeasure,
  latencies: ReadonlyMap<string, Latency>,
): MeasuredTime | undefined {
  const measured = latencies.get(reference)?.[by];
  return measured && measured.answers >= enoughAnswers ? measured : undefined;
}

/** Why a model was taken for its speed. */
export type TakenForSpeed =
  /** The fastest of the ready models that were compared. */
  | {
      readonly kind: 'fastest';
      readonly by: SpeedMeasure;
      /** Omitted when the model is not measured yet: as none is, or because it is tried now and then. */
      readonly measured?: MeasuredTime;
      /** How many models are measured, and how many are not yet. */
      readonly known: number;
      readonly unknown: number;
    }
  /** Another model of the tier, because the usual one takes longer than the latency budget of the task type. */
  | {
      readonly kind: 'withinBudget';
      readonly budgetSeconds: number;
      readonly measured: MeasuredTime;
      readonly usual: { readonly model: Model; readonly measured: MeasuredTime };
    };
