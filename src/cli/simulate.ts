import { CsvError, parse } from 'csv-parse/sync';
import { parseArgs } from 'node:util';
import { parseOutcomes, type OutcomeTask } from '../evaluation/outcomes.ts';
import { simulate as play } from '../evaluation/simulate.ts';
import { answeredByAll } from '../evaluation/truth.ts';
import { shippedAims } from '../routing/choosePlan.ts';
import { exitCodes, InputError, UsageError, type Command } from './command.ts';
import { describeSimulation } from './describeSimulation.ts';
import { readInput, refuseProblems } from './readInput.ts';

const mostModels = 6;

const usage = `Usage: tierwise simulate --outcomes FILE.csv --ladder "A,B[,C]" [options]

Plays the planner over tasks whose outcomes are known, in random order, each task once. It knows no
more than its own past: the answers it asked for, what the gates said of them, and which accepted
answers were found wrong later. Quality and cost are relative to always asking the strongest model.

  --outcomes FILE       CSV with the columns task_id, model, quality (0 to 1), cost_usd, and perhaps
                        task_type and repeat
  --ladder "A,B[,C]"    models of the file, cheapest to strongest, ${mostModels} at most, those with a comma in
                        quotes; tasks that one of them did not answer are skipped
  --sensitivity 0.9     how likely a good answer passes the gates
  --false-accept 0.2    how likely a bad answer passes the gates
  --feedback 0.5        how likely an accepted bad answer is found wrong later
  --floor ${shippedAims.floor}          quality that a plan must keep
  --seeds 20            how many runs, each with its own order and draws
  --json                for machines
`;

/** Plays the planner over an outcomes file. */
export const simulate: Command = {
  name: 'simulate',
  summary: 'plays the planner over tasks whose outcomes are known',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    const { tasks, problems, otherTypes } = parseOutcomes(await readInput(options.outcomes));
    refuseProblems(options.outcomes, problems);
    if (otherTypes.length > 0) {
      io.writeError(`Task types that are not known count as other: ${otherTypes.join(', ')}.\n`);
    }
    const skipped = tasks.length - answered(tasks, options).length;
    if (skipped > 0) {
      io.writeError(
        `${skipped} of ${tasks.length} tasks are skipped: a model of the ladder did not answer them.\n`,
      );
    }
    const simulation = play(tasks, options);
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
  readonly judging: Parameters<typeof play>[1]['judging'];
  readonly floor: number;
  readonly seeds: number;
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
      floor: { type: 'string', default: String(shippedAims.floor) },
      seeds: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.outcomes === undefined) throw new UsageError('Name the file with --outcomes.');
  const seeds = Number(values.seeds);
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > 10_000) {
    throw new UsageError(`--seeds ${values.seeds} is not a whole number from 1 to 10000.`);
  }
  return {
    outcomes: values.outcomes,
    ladder: readLadder(values.ladder),
    judging: {
      sensitivity: share('sensitivity', values.sensitivity),
      falseAccept: share('false-accept', values['false-accept']),
      feedback: share('feedback', values.feedback),
    },
    floor: share('floor', values.floor),
    seeds,
    json: values.json,
  };
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

/** Names as a line of CSV has them: those with a comma in quotes. */
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
