import { playCells } from './cells.ts';
import { playChange } from './changedModel.ts';
import { playNewUsers } from './newUser.ts';
import type { OutcomesFile } from './outcomesFile.ts';

/** What a worker can play. Each takes a file and what to play on it, and returns plain data. */
export const jobs = { cells: playCells, change: playChange, newUsers: playNewUsers };
export type JobName = keyof typeof jobs;
export type PlayOf<Name extends JobName> = Parameters<(typeof jobs)[Name]>[1];
export type ResultOf<Name extends JobName> = ReturnType<(typeof jobs)[Name]>;

/** A job for a worker. */
export interface Job<Name extends JobName = JobName> {
  readonly name: Name;
  readonly play: PlayOf<Name> & { readonly file: string };
}

export function playJob<Name extends JobName>(
  file: OutcomesFile,
  { name, play }: Job<Name>,
): ResultOf<Name> {
  const playThis = jobs[name] as (file: OutcomesFile, play: PlayOf<Name>) => ResultOf<Name>;
  return playThis(file, play);
}
