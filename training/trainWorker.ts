import { parentPort, workerData } from 'node:worker_threads';
import { judgeFold } from './crossValidate.ts';
import type { LabelledPrompt } from './labelledPrompts.ts';
import { seen } from './samples.ts';
import { train } from './train.ts';
import type { Trained, Training } from './trainShipped.ts';

const prompts = seen(workerData as readonly LabelledPrompt[]);

function trained(training: Training): Trained {
  if (training === 'all') return { model: train(prompts) };
  return {
    judged: judgeFold(prompts, training).map(({ labelled, scores }) => ({ labelled, scores })),
  };
}

parentPort?.on('message', (training: Training) => parentPort?.postMessage(trained(training)));
