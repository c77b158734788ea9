import { parseArgs } from 'node:util';
import { replay as replayWork } from '../evaluation/replay.ts';
import { experiences } from '../ledger/learning/experiences.ts';
import { pastWork } from '../ledger/learning/pastWork.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { describeReplay } from './print/describeReplay.ts';
import { hasSqlite, runOnNewerNode } from './read/newerNode.ts';
import { readDay } from './read/readDay.ts';
import { readLedger } from './read/readLedger.ts';
import { readCatalog, readPolicy, situationFor } from './read/readSituation.ts';

const usage = `Usage: tierwise replay --ledger FILE --policy FILE [--since DATE] [--models FILE] [--json]

Estimates what a policy would have cost on the work that a ledger tells of, beside what was paid, and
what always asking the strongest or the cheapest model of the shipped tiers would have cost. The ledger
is only read; it may be in use.

  --ledger FILE   ledger.sqlite of the editor's extension, or a copy of it
  --policy FILE   a policy file, such as .tierwise/policy.yaml
  --since DATE    only work that was asked for on this day (UTC) or later, such as 2026-11-01
  --models FILE   models and their prices, as JSON or YAML in the form of the setting tierwise.models
  --json          for machines; money is in nano-dollars (1e-9 USD)

How it is reckoned: each piece of work is decided with what is known now of its task type, every provider
ready and no budget set. The tokens of the answer that stood are priced at the plan's models, at their
prices of that day. A later rung of a cascade counts as often as it is expected to be asked: by what the
gates said in the past, starting from shipped priors. All of a speculation is paid for. A request that
you escalated by hand and the one that followed are one piece of work.

What it cannot know: how many tokens another model would have used, what judges would have cost, and
which answers you would have escalated. The ledger keeps no prompts and no code, so rules with keywords
match nothing.
`;

/** Estimates what a policy would have cost on past work. */
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
    const keywordRules = policy.rules.filter(({ when }) => when.keywords).map(({ name }) => name);
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
  const { values } = parseArgs({
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
