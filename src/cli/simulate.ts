import { CsvError, parse } from 'csv-parse/sync';
import { parseArgs } from 'node:util';
import type { ByRung, Judging } from '../evaluation/judging.ts';
import { parseOutcomes, type OutcomeTask } from '../evaluation/outcomes.ts';
import { simulate as simulatePlanner } from '../evaluation/simulate.ts';
import { answeredByAll } from '../evaluation/truth.ts';
import { aimNames, type Aims, aimsOf, parseAim, shippedAim } from '../routing/policy/aims.ts';
import { exitCodes, InputError, UsageError, type Command } from './command.ts';
import { describeSimulation } from './print/describeSimulation.ts';
import { readInput, refuseProblems } from './read/readInput.ts';

/** Every cascade over the ladder is simulated; their number doubles with each model. Chosen by judgement. */
const mostModels = 6;

const usage = `Usage: tierwise simulate --outcomes FILE.csv --ladder "A,B[,C]" [options]

Runs the planner over tasks whose outcomes are known, each task once, in random order. The planner only
learns from its own past: the answers that it asked for, the verdicts of the gates on them, and which
accepted answers were found wrong later. Quality and cost are relative to always asking the strongest
model.

  --outcomes FILE       CSV with the columns task_id, model, quality (0 to 1), cost_usd, and optionally
                        task_type and repeat
  --ladder "A,B[,C]"    2 to ${mostModels} models of the file, cheapest to strongest; quote a name with a comma;
                        tasks that one of them did not answer are skipped
  --sensitivity 0.9     probability that a good answer passes the gates; or one per model, "0.9,0.8"
  --false-accept 0.2    probability that a bad answer passes the gates; or one per model
  --feedback 0.5        probability that an accepted bad answer is found wrong later
  --delay 0             number of further tasks before it is found wrong
  --correlation 0       share of the tasks on which one draw decides for all models whether the gates
                        err; on the others they err independently
  --stretch 1           number of consecutive tasks that share this draw
  --aim ${shippedAim}        what counts: ${aimNames.join(', ')}
  --floor 0.99          relative mean quality to keep, in place of the aim's
  --seeds 20            number of runs, each with its own order and draws
  --first-seed 0        seed of the first run; each further run adds 1
  --json                JSON output
`;

/** `simulate`: runs the planner over an outcomes file. */
export const simulate: Command = {
  name: 'simulate',
  summary: 'runs the planner over tasks whose outcomes are known',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    const { tasks, problems, otherTypes } = parseOutcomes(await readInput(options.outcomes));
    refuseProblems(options.outcomes, problems);
    if (otherTypes.length > 0) {
      io.writeError(`Unknown task types count as other: ${otherTypes.join(', ')}.\n`);
    }
    const skipped = tasks.length - answered(tasks, options).length;
    if (skipped > 0) {
      io.writeError(
        `${skipped} of ${tasks.length} tasks are skipped: a model of the ladder did not answer them.\n`,
      );
    }
    const simulation = simulatePlanner(tasks, options);
    if (!simulation) {
      throw new InputError(
        `${options.ladder.at(-1)} solves no task or costs nothing, so nothing can be said relative to it. Name another model last.`,
      );
    }
    io.write(options.json ? `${JSON.stringify(simulation)}\n` : describeSimulation(simulation));
    return exitCodes.done;
  },
};

interface Options {
  readonly outcomes: string;
  readonly ladder: readonly string[];
  readonly judging: Judging;
  readonly aims: Aims;
  readonly seeds: number;
  readonly firstSeed: number;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      outcomes: { type: 'string' },
      ladder: { type: 'string' },
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
  if (values.outcomes === undefined) throw new UsageError('Name the file with --outcomes.');
  const ladder = readLadder(values.ladder);
  return {
    outcomes: values.outcomes,
    ladder,
    judging: {
      sensitivity: sharesByModel('sensitivity', values.sensitivity, ladder),
      falseAccept: sharesByModel('false-accept', values['false-accept'], ladder),
      feedback: share('feedback', values.feedback),
      delay: wholeNumber('delay', values.delay, { least: 0, most: 1_000_000 }),
      correlation: share('correlation', values.correlation),
      stretch: wholeNumber('stretch', values.stretch, { least: 1, most: 1_000_000 }),
    },
    aims: aimsNamed(values.aim, values.floor),
    seeds: wholeNumber('seeds', values.seeds, { least: 1, most: 10_000 }),
    firstSeed: wholeNumber('first-seed', values['first-seed'], { least: 0, most: 1_000_000 }),
    json: values.json,
  };
}

function aimsNamed(written: string, floor: string | undefined): Aims {
  const { aim } = parseAim(written);
  if (!aim) throw new UsageError(`--aim is one of ${aimNames.join(', ')}; it is "${written}".`);
  return aimsOf(aim, floor === undefined ? {} : { floor: share('floor', floor) });
}

function readLadder(written: string | undefined): string[] {
  if (written === undefined) throw new UsageError('Name the models with --ladder "A,B".');
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

function answered(tasks: readonly OutcomeTask[], { outcomes, ladder }: Options): OutcomeTask[] {
  const models = new Set(tasks.flatMap(({ samples }) => [...samples.keys()]));
  if (models.size === 0) throw new InputError(`${outcomes} has no answer of any model.`);
  const unknown = ladder.find((model) => !models.has(model));
  if (unknown !== undefined) {
    const known = [...models]
      .toSorted()
      .map((model) => (model.includes(',') ? `"${model}"` : model));
    throw new InputError(
      `${outcomes} has no model "${unknown}". Its models are: ${known.join(', ')}.`,
    );
  }
  const common = answeredByAll(tasks, ladder);
  if (common.length > 0) return common;
  throw new InputError(`No task of ${outcomes} was answered by every model of the ladder.`);
}
