import { parentPort, workerData } from 'node:worker_threads';
import { type Job, playJob } from './jobs.ts';
import { readOutcomes } from './outcomesFile.ts';

const folder = workerData as string;
parentPort!.on('message', (job: Job) => {
  parentPort!.postMessage(playJob(readOutcomes(folder, job.play.file), job));
});
