import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ShippedWeights } from '../src/routing/classify/linearModel.ts';
import { allFolds } from './crossValidate.ts';
import { hashOfPrompts, type LabelledPrompt } from './labelledPrompts.ts';
import { fitTemperature, type Judged } from './temperature.ts';
import type { LinearModel } from './train.ts';
import { hashOfWeights, shippedWeightsOf, weightsOf } from './weightsOf.ts';

/*
 * This folder trains the task-type classifier. Labelled prompts come in; the weights that ship with the
 * extension go out. `scripts/trainClassifier.ts` runs the training and writes the weights, and the same
 * prompts give the same weights on every machine. The classifier that uses them is in src/routing/classify/.
 */

/** What a classifier is trained on. */
export interface TrainingPrompts {
  /** The project's own. */
  readonly own: readonly LabelledPrompt[];
  /** Other people's, which are not in this repository. May be empty. */
  readonly others: readonly LabelledPrompt[];
}

/** One training: on all prompts, on our own alone, or on all but one fold, which is then evaluated. */
export type Training = 'all' | 'own' | number;
export type Trained = { readonly model: LinearModel } | { readonly judged: readonly Judged[] };

const folds = Array.from({ length: allFolds }, (_, fold) => fold);

/**
 * Trains what ships: the weights from all prompts, and the temperature that fits prompts outside the
 * training set, other people's if there are any. This takes several trainings of about the same length,
 * which two threads share.
 */
export async function trainShipped(
  prompts: TrainingPrompts,
  date: string,
): Promise<ShippedWeights> {
  const waiting: Training[] = ['all', 'own', ...folds];
  const trained = new Map<Training, Trained>();
  async function work(): Promise<void> {
    const url = new URL('./trainWorker.ts', import.meta.url);
    const worker = new Worker(url, { workerData: prompts });
    for (let training = waiting.shift(); training !== undefined; training = waiting.shift()) {
      worker.postMessage(training);
      const [message] = (await once(worker, 'message')) as [Trained];
      trained.set(training, message);
    }
    await worker.terminate();
  }
  await Promise.all([work(), work()]);
  const judged = folds.flatMap((fold) => (trained.get(fold) as { judged: Judged[] }).judged);
  const { model } = trained.get('all') as { model: LinearModel };
  const { model: ownModel } = trained.get('own') as { model: LinearModel };
  const { own, others } = prompts;
  return shippedWeightsOf(weightsOf(model, fitTemperature(judged)), {
    date,
    prompts: own.length,
    promptsHash: hashOfPrompts(own),
    ownWeightsHash: hashOfWeights(weightsOf(ownModel, 1)),
    otherPrompts: others.length,
    otherPromptsHash: hashOfPrompts(others),
  });
}
