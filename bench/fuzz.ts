import { play, targets } from './fuzz/play.ts';
import type { Figures } from './run.ts';

/** What the command line says. */
export interface FuzzOptions {
  /** Inputs for each target. */
  readonly count?: number;
  readonly seed?: number;
}

const usualCount = 1000;
const usualSeed = 14;

/** Gives random input to everything that reads what others write; `--seed` makes the same input again. */
export async function run(_: string | undefined, options: FuzzOptions = {}): Promise<Figures> {
  const { count = usualCount, seed = usualSeed } = options;
  const figures: Figures = {};
  for (const target of targets) {
    const { name, runs, failure } = await play(target, count, seed);
    if (failure !== undefined) {
      console.error(failure);
      process.exitCode = 1;
    }
    figures[name] = {
      value: runs,
      unit: failure === undefined ? 'inputs, all right' : 'inputs until one was wrong',
    };
  }
  return figures;
}
