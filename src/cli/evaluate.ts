import { type Command, InputError, UsageError } from './command.ts';
import { evaluationCodes } from './evaluated.ts';
import { openEvaluator } from './evaluate/door.ts';
import { readOptions } from './evaluate/options.ts';

const usage = `Usage: tierwise evaluate [FILE…] [options]

Finds for each evaluation the smallest candidate that is proven to reach its thresholds, and compares with
what the policy uses now. Without a file it takes all of .tierwise/evaluations. It asks models: it costs
money, unless they are your own or practice models.

  --settings FILE      your settings tierwise.providers, models, tiers, rules, limits, gateCommands and so on,
                       as in VS Code's settings.json; comments and trailing commas may stand in it
  --max-usd USD        the most that this run may cost; --max-calls N  the most tasks it may ask for
  --concurrency N      calls at a time; 8 by default
  --seed N             draws the order of the fixtures
  --only ID            only this fixture; may be repeated
  --whole-grid         every candidate on every fixture, also when all is decided
  --allow-commands     runs tierwise.gateCommands in throwaway copies of the project, for the gate command
  --batch              waits for the batches of OpenAI and Anthropic, within a day and at half the price;
                       after an interruption, --batch --resume goes on with what is submitted
  --resume             goes on with runs that were cut off
  --results FOLDER     where answers and reports are kept, so that nothing is paid twice;
                       .tierwise/evaluations/.results by default, which git ignores
  --json FILE          JSON output, - for standard output; --junit FILE  JUnit XML
  --summary FILE       Markdown, added at the end of the file; the job summary by default in GitHub Actions
  --estimate           prints what a run may take, and makes no call
  --check              checks the files, and makes no call

Keys come from the environment alone: TIERWISE_KEY_<PROVIDER>, with the provider's id in capitals and _ for
-, or the usual name of the service, such as ANTHROPIC_API_KEY and OPENAI_API_KEY, which goes to the
service's own address only. The calls are not in the editor's ledger, and your budgets there do not count
them: use --max-usd.

Exit code: 0 each evaluation has a candidate that is proven, and the policy uses one that is · 1 none passes,
or what the policy uses is not among those that pass · 2 wrong usage, or a faulty file · 3 not decided: a
cap, too few fixtures, an outage, no key · 4 interrupted; --resume goes on
`;

/** `evaluate`: finds the smallest model that is good enough. */
export const evaluate: Command = {
  name: 'evaluate',
  summary: 'finds the smallest model that is good enough, on your own cases',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    try {
      const { evaluateFiles } = await openEvaluator();
      return await evaluateFiles(options, args, io);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      if (error instanceof InputError) {
        io.writeError(`${error.message}\n`);
        return evaluationCodes.faulty;
      }
      // A bug says nothing about any candidate.
      io.writeError(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return evaluationCodes.undecided;
    }
  },
};
