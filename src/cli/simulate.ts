import { laddersIn } from '../evaluation/simulation/ladders.ts';
import { parseOutcomes, type OutcomeTask } from '../evaluation/simulation/outcomes.ts';
import { simulate as simulatePlanner } from '../evaluation/simulation/simulate.ts';
import { answeredByAll } from '../evaluation/simulation/truth.ts';
import { shippedAim, aimNames } from '../routing/policy/aims.ts';
import { exitCodes, InputError, type Command, type Io } from './command.ts';
import { contestantsExplained } from './print/contestants.ts';
import { describeSimulation } from './print/describeSimulation.ts';
import { jsonOfSimulations, type SimulatedRow, tableOfSimulations } from './print/simulations.ts';
import { expandFiles } from './read/expandFiles.ts';
import { readInput, refuseProblems } from './read/readInput.ts';
import { mostModels, readSimulateOptions, type SimulateOptions } from './simulate/options.ts';

const usage = `Usage: tierwise simulate FILE.csv [FILE.csv …] [--ladder "A,B[,C]"] [options]

Runs the planner over tasks whose outcomes are known, each task once, in random order. The planner only
learns from its own past: the answers that it asked for, the verdicts of the gates on them, and which
accepted answers were found wrong later. Quality and cost are relative to always asking the strongest
model. Several files or ladders give one table, with means, the worst and the dearest row below.

  FILE, --outcomes FILE CSV with the columns task_id, model, quality (0 to 1, 85%, or true and false),
                        cost_usd, and optionally task_type, repeat and prompt, separated by commas,
                        semicolons or tabs; a pattern such as "data/*.csv" names several
  --ladder "A,B[,C]"    2 to ${mostModels} models, cheapest to strongest; quote a name with a comma; tasks that one of
                        them did not answer are skipped. Several are played on each file that has their
                        models; without any, ladders from cheap to best are picked in hindsight
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

/** `simulate`: runs the planner over outcomes files. */
export const simulate: Command = {
  name: 'simulate',
  summary: 'runs the planner over tasks whose outcomes are known',
  usage,
  async run(args, io) {
    const options = readSimulateOptions(args);
    const paths = await expandFiles(options.files);
    const files = await Promise.all(paths.map((path) => readOutcomes(path, io)));
    const played = files.flatMap((file) =>
      laddersOf(file, files, options).map((ladder) => ({ file, ladder })),
    );
    const rows = played.map(({ file, ladder }) => play(file, ladder, { options, io }));
    io.write(written(rows, options));
    return exitCodes.done;
  },
};

interface OutcomesFile {
  readonly path: string;
  readonly tasks: readonly OutcomeTask[];
  readonly models: ReadonlySet<string>;
}

async function readOutcomes(path: string, io: Io): Promise<OutcomesFile> {
  const { tasks, problems, otherTypes } = parseOutcomes(await readInput(path));
  refuseProblems(path, problems);
  if (otherTypes.length > 0) {
    io.writeError(`Unknown task types count as other: ${otherTypes.join(', ')}.\n`);
  }
  const models = new Set(tasks.flatMap(({ samples }) => [...samples.keys()]));
  if (models.size === 0) throw new InputError(`${path} has no answer of any model.`);
  return { path, tasks, models };
}

/** Each ladder that is asked for is played on at least one file, and each file has at least one. */
function laddersOf(
  file: OutcomesFile,
  files: readonly OutcomesFile[],
  { ladders }: SimulateOptions,
): readonly (readonly string[])[] {
  const missing = ladders.find((ladder) => !files.some((each) => hasModels(each, ladder)));
  if (missing) throw unknownModel(file, missing);
  const own = ladders.filter((ladder) => hasModels(file, ladder));
  if (own.length > 0) return own;
  if (ladders[0]) throw unknownModel(file, ladders[0]);
  const found = laddersIn(file.tasks);
  if (found.length > 0) return found;
  if (file.models.size === 1) {
    const [only] = file.models;
    throw new InputError(
      `${file.path} has answers of ${only} only. A ladder has two models or more.`,
    );
  }
  throw new InputError(
    `In ${file.path}, no model is cheaper than the best one, so ask that one. To play others, name a --ladder.`,
  );
}

function hasModels({ models }: OutcomesFile, ladder: readonly string[]): boolean {
  return ladder.every((model) => models.has(model));
}

function unknownModel({ path, models }: OutcomesFile, ladder: readonly string[]): InputError {
  const unknown = ladder.find((model) => !models.has(model)) ?? ladder.join(', ');
  const known = [...models].toSorted().map((model) => (model.includes(',') ? `"${model}"` : model));
  return new InputError(`${path} has no model "${unknown}". Its models are: ${known.join(', ')}.`);
}

function play(
  { path, tasks }: OutcomesFile,
  ladder: readonly string[],
  { options, io }: { readonly options: SimulateOptions; readonly io: Io },
): SimulatedRow {
  const answered = answeredByAll(tasks, ladder).length;
  if (answered === 0) {
    throw new InputError(`No task of ${path} was answered by every model of the ladder.`);
  }
  if (answered < tasks.length) {
    io.writeError(
      `${tasks.length - answered} of ${tasks.length} tasks are skipped: a model of the ladder did not answer them.\n`,
    );
  }
  const judging = options.judgingOf(ladder);
  const simulation = simulatePlanner(tasks, { ...options, ladder, judging });
  if (simulation) return { file: path, ladder, tasks: answered, simulation };
  throw new InputError(
    `${ladder.at(-1)} solves no task or costs nothing, so nothing can be said relative to it. Name another model last.`,
  );
}

function written(rows: readonly SimulatedRow[], { json, seeds }: SimulateOptions): string {
  if (json) return `${JSON.stringify(jsonOfSimulations(rows))}\n`;
  const [only, ...others] = rows;
  if (only && others.length === 0) return describeSimulation(only.simulation);
  return `Simulated, ${seeds === 1 ? 'one run' : `means over ${seeds} runs`}, relative to always asking the strongest model\n\n${tableOfSimulations(rows)}\n\n${contestantsExplained}\n`;
}
