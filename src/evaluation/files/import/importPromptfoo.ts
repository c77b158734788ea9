import { isRecord } from '../../../routing/input/objects.ts';
import type { ScorerSettings } from '../../scorers/settings.ts';
import { evaluationLimits } from '../limits.ts';
import { fillIn } from './fillIn.ts';
import { promptsOf } from './promptfooPrompts.ts';
import { type Fields, type ConfigPath, type Reading, recordOf } from './promptfooReading.ts';
import { assertsIn, scorersFor } from './promptfooScorers.ts';
import { type Test, testsOf } from './promptfooTests.ts';

/*
 * This folder imports other tools' evaluations. `promptfooFiles.ts` brings in what stands in other files, and
 * this file makes fixtures of the whole: of prompts, tests (`promptfooTests.ts`, `csvTests.ts`) and their asserts
 * (`promptfooScorers.ts`, `promptfooAsserts.ts`).
 */

/** A fixture in the form of `.tierwise/evaluations`; written as JSON, it is a line of a `.jsonl` file. */
export interface ImportedFixture {
  readonly id: string;
  readonly instruction: string;
  readonly tags: readonly string[];
  /** Omitted where the test has no asserts, so that the scorers of the whole evaluation check it. */
  readonly scorers?: readonly ScorerSettings[];
}

/** A part of the file that was left out. */
export interface NotMapped {
  /** Such as `tests › 2 › assert › 0`; counted from 0. */
  readonly where: string;
  /** Such as `assert javascript`. */
  readonly what: string;
  /** In one or two sentences, with the next step. */
  readonly why: string;
}

export interface Imported {
  readonly fixtures: readonly ImportedFixture[];
  readonly notMapped: readonly NotMapped[];
}

/**
 * Makes fixtures of a promptfoo configuration that was read from YAML or JSON: one for each prompt, test and
 * combination of variables. What cannot be mapped is named; a test none of whose asserts can be mapped is left out.
 * The thresholds are the developer's to write. No file is read and no program is run.
 */
export function importPromptfoo(config: unknown): Imported {
  const notMapped: NotMapped[] = [];
  const leaveOut = (where: ConfigPath, what: string, why: string) => {
    notMapped.push({ where: where.join(' › '), what, why });
  };
  if (!isRecord(config)) {
    leaveOut([], 'the file', 'It is no promptfoo configuration. It has `prompts` and `tests`.');
    return { fixtures: [], notMapped };
  }
  const reading: Reading = { config, leaveOut };
  const prompts = promptsOf(reading);
  const tests = testsOf(reading);
  const fixtures = tests.flatMap((each) => fixturesOfTest(each, prompts, reading));
  noteMissingScorers(fixtures, leaveOut);
  if (fixtures.length <= evaluationLimits.fixtures) return { fixtures, notMapped };
  const { fixtures: most } = evaluationLimits;
  leaveOut(['tests'], `${fixtures.length - most} fixtures`, `Only ${most} fit. Split the file up.`);
  return { fixtures: fixtures.slice(0, most), notMapped };
}

function noteMissingScorers(
  fixtures: readonly ImportedFixture[],
  leaveOut: Reading['leaveOut'],
): void {
  const without = fixtures.filter(({ scorers }) => !scorers).length;
  if (without === 0) return;
  const why =
    'Nothing says when their answers pass. Look at `scorers` in the new evaluation, which check every case.';
  leaveOut(['tests'], `asserts of ${without} cases`, why);
}

function fixturesOfTest(
  test: Test,
  prompts: readonly string[],
  reading: Reading,
): ImportedFixture[] {
  const { fields, where } = test;
  const usual = recordOf(reading.config['defaultTest']);
  const options = { ...recordOf(usual['options']), ...recordOf(fields['options']) };
  noteSettings(fields, where, reading);
  const vars = { ...recordOf(usual['vars']), ...recordOf(fields['vars']) };
  const why = whyLeftOut({ ...options, ...fields }, vars);
  if (why !== undefined) {
    reading.leaveOut(where, 'test', why);
    return [];
  }
  const asserts = [
    ...assertsIn(usual['assert'], ['defaultTest', 'assert']),
    ...assertsIn(fields['assert'], [...where, 'assert']),
  ];
  const once = tellingOnce(reading);
  const questions = prompts.map((prompt) => around(prompt, options));
  const combinations = options['disableVarExpansion'] === true ? [vars] : combinationsOf(vars);
  return combinations.flatMap((values, combination) => {
    const scorers = asserts.flatMap((each) => scorersFor(each, values, once));
    if (scorers.length === 0 && asserts.length > 0) {
      once.leaveOut(where, 'test', 'None of its asserts can be mapped. Write a scorer for it.');
      return [];
    }
    return questionsOf(questions, values, test, once).map(({ instruction, place }) => ({
      id: `test-${test.number}-${combination + 1}-${place + 1}`,
      instruction,
      tags: tagsOf(fields),
      ...(asserts.length > 0 && { scorers }),
    }));
  });
}

function questionsOf(
  prompts: readonly string[],
  values: Fields,
  { where }: Test,
  { leaveOut }: Reading,
): { readonly instruction: string; readonly place: number }[] {
  return prompts.flatMap((prompt, place) => {
    const { text, problem } = fillIn(prompt, values);
    if (text !== undefined) return [{ instruction: text, place }];
    leaveOut([...where, `prompt ${place}`], 'prompt', `${problem} Write it out.`);
    return [];
  });
}

function tagsOf({ description }: Fields): readonly string[] {
  return typeof description === 'string' && description !== ''
    ? [description.slice(0, evaluationLimits.nameLength)]
    : [];
}

/** Why a test cannot mean the same here, whatever its asserts are. */
function whyLeftOut(settings: Fields, vars: Fields): string | undefined {
  if (typeof settings['vars'] === 'string' || hasFile(vars)) {
    return 'Its variables are in a file that cannot be read. Write them here.';
  }
  const answers = [settings['transform'], settings['postprocess']];
  // White space at the ends counts for no scorer.
  if (answers.some((each) => each !== undefined && each !== 'output.trim()')) {
    return 'Its answers are changed by a program first, which is never run. Write it for the whole answer.';
  }
  return settings['transformVars'] === undefined
    ? undefined
    : 'Its variables are changed by a program, which is never run. Write what it makes of them.';
}

/** The prompt with what each test puts before and behind it. */
function around(prompt: string, { prefix, suffix }: Fields): string {
  return [prefix, prompt, suffix].filter((part) => typeof part === 'string').join('');
}

/** What is wrong with all combinations of a test is told once. */
function tellingOnce(reading: Reading): Reading {
  const told = new Set<string>();
  return {
    ...reading,
    leaveOut(where, what, why) {
      const key = JSON.stringify([where, what, why]);
      if (!told.has(key)) reading.leaveOut(where, what, why);
      told.add(key);
    },
  };
}

function hasFile(vars: Fields): boolean {
  return Object.values(vars)
    .flat()
    .some((value) => typeof value === 'string' && value.startsWith('file://'));
}

const settings: Readonly<Record<string, string>> = {
  threshold: 'Here every scorer has to pass. Write `minScore` under `thresholds`.',
  assertScoringFunction: 'It is a program, which is never run. Write scorers instead.',
  provider: 'Models belong to tiers. Write tiers under `candidates`.',
  providers: 'Models belong to tiers. Write tiers under `candidates`.',
  providerOutput: 'Answers are made by the candidates, so this one is not used.',
};

function noteSettings(fields: Fields, where: ConfigPath, { leaveOut }: Reading): void {
  for (const [name, why] of Object.entries(settings)) {
    if (fields[name] !== undefined) leaveOut([...where, name], name, why);
  }
}

/** A variable with a list stands for each of its values. */
function combinationsOf(vars: Fields): readonly Fields[] {
  let all: readonly Fields[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    all = all
      .flatMap((each) => values.map((one) => ({ ...each, [name]: one })))
      .slice(0, evaluationLimits.fixtures + 1);
  }
  return all;
}
