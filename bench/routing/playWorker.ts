import { parentPort, workerData } from 'node:worker_threads';
import { playCells, type Play } from './cells.ts';
import { readOutcomes } from './outcomesFile.ts';

const folder = workerData as string;
parentPort!.on('message', (play: Play) => {
  parentPort!.postMessage(playCells(readOutcomes(folder, play.file).tasks, play));
});
