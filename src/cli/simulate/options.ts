import { CsvError, parse } from 'csv-parse/sync';
import type { ByRung, Judging } from '../../evaluation/simulation/judging.ts';
import { aimNames, type Aims, aimsOf, parseAim, shippedAim } from '../../routing/policy/aims.ts';
import { UsageError } from '../command.ts';
import { readArgs } from '../read/readArgs.ts';

/** Every cascade over the ladder is simulated; their number doubles with each model. Chosen by judgement. */
export const mostModels = 6;

export interface SimulateOptions {
  /** Files and patterns of files, as written; at least one. */
  readonly files: readonly string[];
  /** None to pick some for each file. */
  readonly ladders: readonly (readonly string[])[];
  /** Shares for each model must be as many as a ladder has models. */
  judgingOf(ladder: readonly string[]): Judging;
  readonly aims: Aims;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly json: boolean;
}

/** Reads the arguments of `simulate`. Throws `UsageError`. */
export function readSimulateOptions(args: readonly string[]): SimulateOptions {
  const { values, positionals } = parsedArgs(args);
  const files = [...values.outcomes, ...positionals];
  if (files.length === 0) throw new UsageError('Name a file with outcomes, such as outcomes.csv.');
  const ladders = values.ladder.map(readLadder);
  const judgingOf = (ladder: readonly string[]): Judging => ({
    sensitivity: sharesByModel('sensitivity', values.sensitivity, ladder),
    falseAccept: sharesByModel('false-accept', values['false-accept'], ladder),
    feedback: share('feedback', values.feedback),
    delay: wholeNumber('delay', values.delay, { least: 0, most: 1_000_000 }),
    correlation: share('correlation', values.correlation),
    stretch: wholeNumber('stretch', values.stretch, { least: 1, most: 1_000_000 }),
  });
  // What is wrong with them is said before any file is read.
  for (const ladder of ladders) judgingOf(ladder);
  return {
    files,
    ladders,
    judgingOf,
    aims: aimsNamed(values.aim, values.floor),
    seeds: wholeNumber('seeds', values.seeds, { least: 1, most: 10_000 }),
    firstSeed: wholeNumber('first-seed', values['first-seed'], { least: 0, most: 1_000_000 }),
    json: values.json,
  };
}

function parsedArgs(args: readonly string[]) {
  return readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      outcomes: { type: 'string', multiple: true, default: [] },
      ladder: { type: 'string', multiple: true, default: [] },
      sensitivity: { type: 'string', default: '0.9' },
      'false-accept': { type: 'string', default: '0.2' },
      feedback: { type: 'string', default: '0.5' },
      delay: { type: 'string', default: '0' },
      correlation: { type: 'string', default: '0' },
      stretch: { type: 'string', default: '1' },
      aim: { type: 'string', default: shippedAim },
      floor: { type: 'string' },
      seeds: { type: 'string', default: '20' },
      'first-seed': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
}

function aimsNamed(written: string, floor: string | undefined): Aims {
  const { aim } = parseAim(written);
  if (!aim) throw new UsageError(`--aim is one of ${aimNames.join(', ')}; it is "${written}".`);
  return aimsOf(aim, floor === undefined ? {} : { floor: share('floor', floor) });
}

function readLadder(written: string): string[] {
  const ladder = namesIn(written);
  if (ladder.includes('')) throw new UsageError(`--ladder "${written}" has an empty name.`);
  if (ladder.length < 2 || ladder.length > mostModels) {
    throw new UsageError(`--ladder takes 2 to ${mostModels} models; it has ${ladder.length}.`);
  }
  const twice = ladder.find((model, place) => ladder.indexOf(model) !== place);
  if (twice !== undefined) throw new UsageError(`--ladder names "${twice}" twice.`);
  return ladder;
}

/** Reads the names as one line of CSV, so that a name with a comma can stand in quotes. */
function namesIn(written: string): string[] {
  try {
    const [names = []] = parse(written, { relax_quotes: true, trim: true });
    return names;
  } catch (error) {
    if (error instanceof CsvError) throw new UsageError(`--ladder ${written}: ${error.message}.`);
    throw error;
  }
}

function share(name: string, written: string): number {
  const value = Number(written);
  if (written.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new UsageError(`--${name} ${written} is not a number from 0 to 1.`);
}

function sharesByModel(name: string, written: string, ladder: readonly string[]): ByRung {
  const shares = written.split(',').map((each) => share(name, each));
  if (shares.length === 1) return shares[0]!;
  if (shares.length === ladder.length) return shares;
  throw new UsageError(
    `--${name} takes one number or one for each of the ${ladder.length} models; it has ${shares.length}.`,
  );
}

function wholeNumber(
  name: string,
  written: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const value = Number(written);
  if (written.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new UsageError(`--${name} ${written} is not a whole number from ${least} to ${most}.`);
}
