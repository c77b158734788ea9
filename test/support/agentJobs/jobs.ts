import type { Play } from '../../../demo/practiceServer/call.ts';
import type { Job } from './job.ts';
import { addDiscounts } from './jobs/addDiscounts.ts';
import { fixDates } from './jobs/fixDates.ts';
import { moveToCents } from './jobs/moveToCents.ts';
import { playJob } from './playJob.ts';
import { callsIn } from './saidSoFar.ts';

export const jobs: readonly Job[] = [fixDates, addDiscounts, moveToCents];

/** Plays the jobs, and the side calls of an agent, for a practice server. */
export const playJobs: Play = (call, skill, body) => {
  const said = call.messages.map(({ text }) => text).join('\n');
  const job = jobs.find(({ words }) => said.includes(words));
  if (!job) return undefined;
  if (call.tools.length > 0) return playJob(job, callsIn(body), skill);
  return { text: `About ${job.id}: ${job.done}`, toolCalls: [] };
};
