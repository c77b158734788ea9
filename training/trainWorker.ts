import { parentPort, workerData } from 'node:worker_threads';
import { judgeFold } from './crossValidate.ts';
import type { LabelledPrompt } from './labelledPrompts.ts';
import { train } from './train.ts';
import type { Trained, Training } from './trainShipped.ts';

const { training, prompts } = workerData as {
  readonly training: Training;
  readonly prompts: readonly LabelledPrompt[];
};

function trained(): Trained {
  if (training === 'all') return { model: train(prompts) };
  return {
    judged: judgeFold(prompts, training).map(({ labelled, scores }) => ({ labelled, scores })),
  };
}

parentPort?.postMessage(trained());
