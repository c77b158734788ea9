import { keywordRulesOf } from '../evaluation/replay/partsOfReplay.ts';
import { replay as replayWork } from '../evaluation/replay/replay.ts';
import { experiences } from '../ledger/learning/experiences.ts';
import { pastWork } from '../ledger/learning/pastWork.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { describeReplay } from './print/describeReplay.ts';
import { hasSqlite, runOnNewerNode } from './read/newerNode.ts';
import { readDay } from './read/readDay.ts';
import { readLedger } from './read/readLedger.ts';
import { readCatalog, readPolicy, situationFor } from './read/readSituation.ts';
import { readArgs } from './read/readArgs.ts';

const usage = `Usage: tierwise replay --ledger FILE --policy FILE [--since DATE] [--models FILE] [--json]

Estimates what a policy would have cost on the work in a ledger. Compares it with what was paid, and with
always asking the strongest or the cheapest model of the shipped tiers. Only reads the ledger, which may
be in use.

  --ledger FILE   ledger.sqlite of the editor's extension, or a copy of it
  --policy FILE   a policy file, such as .tierwise/policy.yaml
  --since DATE    only requests made on this day (UTC) or later, such as 2026-11-01
  --models FILE   models and their prices, as JSON or YAML in the form of the setting tierwise.models
  --json          JSON output; money is in nano-dollars (1e-9 USD)

How it works: it decides each piece of work with today's knowledge of its task type, as if every provider
were ready and there were no budget. It prices the tokens of the accepted answer for the plan's models,
at their prices of that day. A later rung of a cascade counts as often as it is expected to be asked,
judging by past gate verdicts and, at first, by shipped priors. All attempts of a speculation count. A
request that you escalated by hand and the one that followed are one piece of work.

What it cannot know: how many tokens another model would have used, what judges would have cost, and
which answers you would have escalated. The ledger keeps no prompts and no code, so rules with keywords
match nothing.
`;

/** `replay`: estimates what a policy would have cost on past work. */
export const replay: Command = {
  name: 'replay',
  summary: 'estimates what a policy would have cost on past work',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    if (!hasSqlite()) return runOnNewerNode(['replay', ...args]);
    const policy = await readPolicy(options.policy);
    const catalog = await readCatalog(options.models);
    const { works, past } = readLedger(options.ledger, (database) => ({
      works: pastWork(database, options.fromMs),
      past: experiences(database),
    }));
    const replayed = replayWork(works, situationFor(policy, catalog, ''), past);
    const keywordRules = keywordRulesOf(policy.rules);
    io.write(
      options.json
        ? `${JSON.stringify({ ...replayed, keywordRules })}\n`
        : describeReplay(replayed, keywordRules),
    );
    return exitCodes.done;
  },
};

function readOptions(args: readonly string[]): {
  ledger: string;
  policy: string;
  fromMs: number;
  models?: string;
  json: boolean;
} {
  const { values } = readArgs({
    args: [...args],
    options: {
      ledger: { type: 'string' },
      policy: { type: 'string' },
      since: { type: 'string', default: '1970-01-01' },
      models: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { ledger, policy, since, models, json } = values;
  if (ledger === undefined) throw new UsageError('Name the ledger with --ledger.');
  if (policy === undefined) throw new UsageError('Name the policy file with --policy.');
  const fromMs = Date.parse(readDay('since', since));
  return { ledger, policy, fromMs, json, ...(models !== undefined && { models }) };
}
