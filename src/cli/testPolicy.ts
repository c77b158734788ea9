import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { knownIn, parsePolicyTests } from '../evaluation/policyTests/parsePolicyTests.ts';
import { policyTestsPath } from '../evaluation/policyTests/policyTest.ts';
import { runPolicyTests } from '../evaluation/policyTests/runPolicyTests.ts';
import { classify } from '../routing/classify/classify.ts';
import { readWeights } from '../routing/classify/linearModel.ts';
import shippedClassifier from '../routing/classify/shippedClassifier.json' with { type: 'json' };
import type { Situation } from '../routing/situation.ts';
import { dayOf } from '../routing/time.ts';
import { type Command, exitCodes, InputError, UsageError } from './command.ts';
import { describeTests, junitOfTests, type PlacedResult } from './print/policyTests.ts';
import { readDay } from './read/readDay.ts';
import {
  policyWithout,
  readCatalog,
  readPolicy,
  readTiers,
  situationFor,
} from './read/readSituation.ts';
import { readYaml, type ReadYaml } from './read/readYaml.ts';
import { readArgs } from './read/readArgs.ts';

const usage = `Usage: tierwise test-policy [FOLDER] [--tiers FILE] [--models FILE] [--today DATE] [--json | --junit]

Tests the policy of a folder, the current one by default: decides each situation in its
${policyTestsPath} by the .tierwise/policy.yaml beside it, and compares with what is expected.
No model is asked. Without a policy file, the shipped rules are tested.

  --tiers FILE   your tiers, as JSON or YAML in the form of the setting tierwise.tiers; the shipped ones
                 by default
  --models FILE  models and their prices, in the form of the setting tierwise.models
  --today DATE   the day whose prices apply, such as 2026-11-22; today by default
  --json         JSON output
  --junit        JUnit XML output, for CI

A test in the file:

  tests:
    - name: races need reasoning
      given: { taskType: debug, path: src/queue.ts, keywords: race }
      expect: { tier: reasoning }

  given    taskType or instruction, keywords, reasoning, language, path, lines, critical, conversation,
           tools, turn, agent, failures, picked, escalatedFrom, budget (usd, spentUsd), ready
  expect   tier, plan, model, rule, staysLocal, refusal, gates; only what is written is compared

Exit code: 0 all passed · 1 some failed, or a file could not be read · 2 wrong usage
`;

/** `test-policy`: compares what a policy decides with what its tests expect. */
export const testPolicy: Command = {
  name: 'test-policy',
  summary: 'tests what a policy decides',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    const tiers = await readTiers(options.tiers);
    const policyPath = join(options.folder, '.tierwise/policy.yaml');
    const policy = existsSync(policyPath)
      ? await readPolicy(policyPath, tiers, io.writeError)
      : policyWithout(tiers);
    const catalog = await readCatalog(options.models);
    const situation: Situation = {
      ...situationFor(policy, catalog, options.today),
      evidence: new Map(),
    };
    const path = join(options.folder, policyTestsPath);
    const results = runTests(await readTests(path), situation);
    const failed = results.filter(({ failures }) => failures.length > 0).length;
    io.write(formats[options.format](path, results));
    return failed > 0 ? exitCodes.failed : exitCodes.done;
  },
};

type Format = 'words' | 'json' | 'junit';

const formats: Readonly<Record<Format, (path: string, results: PlacedResult[]) => string>> = {
  words: describeTests,
  json: (file, tests) => `${JSON.stringify({ file, tests })}\n`,
  junit: junitOfTests,
};

function readOptions(args: readonly string[]): {
  folder: string;
  tiers?: string;
  models?: string;
  today: string;
  format: Format;
} {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tiers: { type: 'string' },
      models: { type: 'string' },
      today: { type: 'string', default: dayOf(Date.now()) },
      json: { type: 'boolean', default: false },
      junit: { type: 'boolean', default: false },
    },
  });
  const { tiers, models, today, json, junit } = values;
  if (positionals.length > 1) throw new UsageError('Name one folder, or none for the current one.');
  if (json && junit) throw new UsageError('Write --json or --junit, not both.');
  return {
    folder: positionals[0] ?? '.',
    today: readDay('today', today),
    format: json ? 'json' : junit ? 'junit' : 'words',
    ...(tiers !== undefined && { tiers }),
    ...(models !== undefined && { models }),
  };
}

async function readTests(path: string): Promise<ReadYaml> {
  if (existsSync(path)) return readYaml(path);
  throw new InputError(
    `${path} does not exist. Write one; tierwise test-policy --help shows what is in it.`,
  );
}

function runTests(read: ReadYaml, situation: Situation): PlacedResult[] {
  const { tests, problems } = parsePolicyTests(read.value, knownIn(situation.policy));
  read.refuse(problems);
  const weights = readWeights(shippedClassifier);
  return runPolicyTests(tests, {
    situation,
    classify: (instruction) => classify(instruction, { weights }),
  }).map(({ test, sentence, failures }) => ({
    name: test.name,
    line: read.lineAt([...test.path, 'name']),
    sentence,
    failures: failures.map(({ path: place, message }) => ({ line: read.lineAt(place), message })),
  }));
}
