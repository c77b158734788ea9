import { join } from 'node:path';
import { startPracticeServer } from '../demo/practiceServer/server.ts';
import { practiceSettings } from '../scripts/practiceSettings.mjs';
import { fixtureTask } from '../src/evaluation/run/fixtureTask.ts';
import { askJudge } from '../src/evaluation/scorers/judge/askJudge.ts';
import {
  type JudgeAgreement,
  judgeAgreement,
} from '../src/evaluation/scorers/judge/judgeAgreement.ts';
import { type JudgeHost, judgeKitFor } from '../src/evaluation/scorers/judge/judgeKit.ts';
import { usualLeast } from '../src/evaluation/scorers/judgeScorer.ts';
import type { Estimate } from '../src/evaluation/statistics/binomial.ts';
import { parseProviders } from '../src/providers/parseProviders.ts';
import { builtInProviders } from '../src/providers/providerConfig.ts';
import { describeAccounts } from '../src/routing/models/accounts.ts';
import { mergeModels, type PartialModel } from '../src/routing/models/catalog.ts';
import { parseModelChoice } from '../src/routing/models/model.ts';
import { parseModels } from '../src/routing/models/parseModels.ts';
import shippedModels from '../src/routing/models/shippedModels.json' with { type: 'json' };
import { type JudgedPair, readPairs } from './judging/readPairs.ts';
import { openJudgingWorld } from './judging/world.ts';
import type { Figures } from './run.ts';

const ownPairs = join(import.meta.dirname, 'judging', 'pairs.yaml');
/** The most that a real judge may cost, USD; `TIERWISE_JUDGE_USD` sets another. */
const usualMaxUsd = 1;

/**
 * How far judges agree with labels that people gave answers: those of an evaluation's file, or the ones that
 * were written for this bench. The practice models judge, which is simulated: it shows that the measuring
 * works, and not that a model is good. A real model judges as well where `TIERWISE_JUDGE` names one, such as
 * `anthropic/…`, and its key is in the environment, such as `ANTHROPIC_API_KEY`.
 */
export async function run(file: string = ownPairs): Promise<Figures> {
  const pairs = await readPairs(file);
  console.error(`\n${pairs.length} labelled answers. Simulated judges, which understand nothing:`);
  return { ...(await practice(pairs)), ...(await real(pairs, process.env)) };
}

async function practice(pairs: readonly JudgedPair[]): Promise<Figures> {
  const server = await startPracticeServer({ pace: 0 });
  const settings = practiceSettings(server.url);
  const tiers = settings['tierwise.tiers'] as Record<string, string[]>;
  const world = openJudgingWorld({
    configs: parseProviders(settings['tierwise.providers']).providers,
    catalog: mergeModels(parseModels(settings['tierwise.models']).models, new Map()),
    tiers,
    key: () => undefined,
    maxUsd: 1_000,
  });
  try {
    const figures: Figures = {};
    for (const tier of Object.keys(tiers)) {
      const found = await measured(pairs, tier, world.host);
      console.error(linesOf(`practice ${tier}`, found));
      Object.assign(figures, figuresOf(`practice.${tier}`, found));
    }
    console.error(`Cost, simulated: ${describeAccounts(await world.spent())}.`);
    return figures;
  } finally {
    await world.close();
    await server.close();
  }
}

async function real(pairs: readonly JudgedPair[], env: NodeJS.ProcessEnv): Promise<Figures> {
  const named = env['TIERWISE_JUDGE'];
  if (named === undefined || named === '') {
    console.error('\nNo real judge: name one in TIERWISE_JUDGE, such as anthropic/<model>.');
    return {};
  }
  const reference = parseModelChoice(named)?.reference;
  const config = builtInProviders.find(({ id }) => reference?.startsWith(`${id}/`));
  if (!config) {
    const known = builtInProviders.map(({ id }) => `${id}/<model>`).join(' or ');
    throw new Error(`TIERWISE_JUDGE is "${named}". Write ${known}.`);
  }
  const keyName = `${config.id.toUpperCase()}_API_KEY`;
  const key = env[keyName];
  if (!key && config.auth !== 'none') {
    throw new Error(`TIERWISE_JUDGE names ${named}. Put its key into ${keyName}.`);
  }
  const world = openJudgingWorld({
    configs: [config],
    catalog: mergeModels(parseModels(shippedModels).models, new Map<string, PartialModel>()),
    tiers: { judge: [named] },
    key: () => key,
    maxUsd: Number(env['TIERWISE_JUDGE_USD'] ?? usualMaxUsd),
  });
  try {
    console.error(`\nA real judge, ${named}:`);
    const found = await measured(pairs, 'judge', world.host);
    console.error(linesOf(named, found));
    console.error(`Cost: ${describeAccounts(await world.spent())}.`);
    return figuresOf('real', found);
  } finally {
    await world.close();
  }
}

async function measured(
  pairs: readonly JudgedPair[],
  judge: string,
  host: JudgeHost,
): Promise<JudgeAgreement> {
  const settingsOf = new Map(pairs.map(({ pair, settings }) => [pair, settings]));
  const { signal } = new AbortController();
  return judgeAgreement([...settingsOf.keys()], async (pair) => {
    const { fixture, answer } = pair;
    const { rubric, least = usualLeast } = settingsOf.get(pair)!;
    const { subject } = fixture;
    const task = fixtureTask(fixture, subject.kind === 'taskType' ? subject.taskType : 'other');
    const kit = await judgeKitFor(host, 'judging', task);
    return askJudge({ fixture, task, answer, rubric }, { judge, least }, kit, signal);
  });
}

function linesOf(name: string, found: JudgeAgreement): string {
  const { agreement, overall, wrongPasses, wrongFails, changedMinds, favoursFirst } = found;
  const rows: [what: string, estimate: Estimate][] = [
    ['agrees, where it has an opinion', agreement.raw],
    ["Cohen's kappa", agreement.kappa],
    ['agrees, of all answers', overall],
    ['bad answers that it passes', wrongPasses],
    ['good answers that it fails', wrongFails],
    ['changes its mind with the order', changedMinds],
    ['of these, for what comes first', favoursFirst],
    ...found.byTag.map(({ tag, overall: own }): [string, Estimate] => [`  ${tag}`, own]),
  ];
  const without = found.withoutScore.map(({ why, answers }) => `  no score ${answers}×: ${why}`);
  return [
    name,
    ...rows.map(([what, estimate]) => `  ${what.padEnd(34)} ${wordsOf(estimate)}`),
    ...without,
  ].join('\n');
}

function wordsOf({ value, low, high, cases }: Estimate): string {
  if (value === undefined) return `nothing to measure in ${cases}`;
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}, n = ${cases})`;
}

function figuresOf(name: string, found: JudgeAgreement): Figures {
  const { agreement, overall, changedMinds, wrongPasses, wrongFails } = found;
  const share = (estimate: Estimate) => ({ value: estimate.value ?? Number.NaN, unit: 'share' });
  return {
    [`${name}.agreement`]: share(agreement.raw),
    [`${name}.agreementLow`]: { value: agreement.raw.low, unit: 'share' },
    [`${name}.agreementHigh`]: { value: agreement.raw.high, unit: 'share' },
    [`${name}.kappa`]: { value: agreement.kappa.value ?? Number.NaN, unit: 'kappa' },
    [`${name}.overall`]: share(overall),
    [`${name}.wrongPasses`]: share(wrongPasses),
    [`${name}.wrongFails`]: share(wrongFails),
    [`${name}.changedMinds`]: share(changedMinds),
  };
}
