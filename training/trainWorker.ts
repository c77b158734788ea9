import { parentPort, workerData } from 'node:worker_threads';
import { judgeFold } from './crossValidate.ts';
import { seen } from './samples.ts';
import { train } from './train.ts';
import type { Trained, Training, TrainingPrompts } from './trainShipped.ts';

const prompts = workerData as TrainingPrompts;
const own = seen(prompts.own);
const others = seen(prompts.others);

function trained(training: Training): Trained {
  if (training === 'all') return { model: train([...own, ...others]) };
  if (training === 'own') return { model: train(own) };
  const judged =
    others.length > 0 ? judgeFold(others, training, { always: own }) : judgeFold(own, training);
  return { judged: judged.map(({ labelled, scores }) => ({ labelled, scores })) };
}

parentPort?.on('message', (training: Training) => parentPort?.postMessage(trained(training)));
