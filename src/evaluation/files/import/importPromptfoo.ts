import { isRecord, own } from '../../../routing/input/objects.ts';
import type { ScorerSettings } from '../../scorers/settings.ts';
import { evaluationLimits } from '../limits.ts';
import { fillIn } from './fillIn.ts';
import { mapAssert } from './promptfooAsserts.ts';

/** A fixture in the form of `.tierwise/evaluations`; written as JSON, it is a line of a `.jsonl` file. */
export interface ImportedFixture {
  readonly id: string;
  readonly instruction: string;
  readonly tags: readonly string[];
  readonly scorers: readonly ScorerSettings[];
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
 * combination of variables. What cannot be mapped is named; a test without a single scorer is left out. The
 * thresholds are the developer's to write. No file is read and no program is run.
 */
export function importPromptfoo(config: unknown): Imported {
  const notMapped: NotMapped[] = [];
  const leaveOut = (where: Place, what: string, why: string) => {
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
  if (fixtures.length <= evaluationLimits.fixtures) return { fixtures, notMapped };
  const { fixtures: most } = evaluationLimits;
  leaveOut(['tests'], `${fixtures.length - most} fixtures`, `Only ${most} fit. Split the file up.`);
  return { fixtures: fixtures.slice(0, most), notMapped };
}

type Place = readonly (string | number)[];
type Fields = Readonly<Record<string, unknown>>;

interface Reading {
  readonly config: Fields;
  leaveOut(where: Place, what: string, why: string): void;
}

function promptsOf({ config, leaveOut }: Reading): readonly string[] {
  const prompts: unknown[] = [config['prompts'] ?? []].flat();
  return prompts.flatMap((each, place) => {
    const raw = isRecord(each) ? (each['raw'] ?? each['id']) : each;
    const where = ['prompts', place];
    if (typeof raw !== 'string' || isFile(raw)) {
      leaveOut(where, 'prompt', 'It is in another file. Write its text here.');
      return [];
    }
    if (!/^\s*\[\s*\{/.test(raw)) return [raw];
    leaveOut(where, 'prompt', 'It is a conversation, and a fixture asks one thing. Write a text.');
    return [];
  });
}

/** Files, and prompts that promptfoo knows by the ending of their name. */
function isFile(text: string): boolean {
  return text.startsWith('file://') || /^\S+\.(?:txt|md|json|ya?ml|csv|j2|js|ts|py)$/.test(text);
}

interface Test {
  readonly fields: Fields;
  readonly where: Place;
}

function testsOf({ config, leaveOut }: Reading): readonly Test[] {
  const { tests = [], scenarios, defaultTest } = config;
  if (scenarios !== undefined) {
    leaveOut(['scenarios'], 'scenarios', 'Write out their tests under `tests`.');
  }
  if (typeof defaultTest === 'string') {
    leaveOut(['defaultTest'], 'defaultTest', 'It is in another file. Write it here.');
  }
  return [tests].flat().flatMap((each: unknown, place): Test[] => {
    if (isRecord(each) && !('path' in each)) return [{ fields: each, where: ['tests', place] }];
    leaveOut(['tests', place], 'test', 'It is in another file. Write the tests here.');
    return [];
  });
}

function fixturesOfTest(
  { fields, where }: Test,
  prompts: readonly string[],
  reading: Reading,
): ImportedFixture[] {
  const usual = isRecord(reading.config['defaultTest']) ? reading.config['defaultTest'] : {};
  noteSettings(fields, where, reading);
  const vars = { ...recordOf(usual['vars']), ...recordOf(fields['vars']) };
  if (typeof fields['vars'] === 'string' || hasFile(vars)) {
    reading.leaveOut(where, 'test', 'Its variables are in another file. Write them here.');
    return [];
  }
  const isWhole = recordOf(fields['options'])['disableVarExpansion'] === true;
  const combinations = isWhole ? [vars] : combinationsOf(vars);
  const asserts = [
    ...assertsIn(usual['assert'], ['defaultTest', 'assert']),
    ...assertsIn(fields['assert'], [...where, 'assert']),
  ];
  const name = typeof fields['description'] === 'string' ? fields['description'] : undefined;
  const once = tellingOnce(reading);
  return combinations.flatMap((values, combination) => {
    const scorers = asserts.flatMap((each) => scorersFor(each, values, once));
    if (scorers.length === 0) {
      once.leaveOut(where, 'test', 'None of its asserts can be mapped. Write a scorer for it.');
      return [];
    }
    return prompts.flatMap((prompt, place): ImportedFixture[] => {
      const { text, problem } = fillIn(prompt, values);
      if (text === undefined) {
        once.leaveOut([...where, `prompt ${place}`], 'prompt', `${problem} Write it out.`);
        return [];
      }
      const parts = [Number(where[1]) + 1, combination + 1, place + 1];
      const tags = name === undefined ? [] : [name.slice(0, evaluationLimits.nameLength)];
      return [{ id: `test-${parts.join('-')}`, instruction: text, tags, scorers }];
    });
  });
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

function recordOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
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

function noteSettings(fields: Fields, where: Place, { leaveOut }: Reading): void {
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

interface PlacedAssert {
  readonly written: unknown;
  readonly where: Place;
}

function assertsIn(written: unknown, where: Place): readonly PlacedAssert[] {
  return Array.isArray(written)
    ? written.map((each: unknown, place) => ({ written: each, where: [...where, place] }))
    : [];
}

function scorersFor(
  { written, where }: PlacedAssert,
  values: Fields,
  reading: Reading,
): readonly ScorerSettings[] {
  const { config, leaveOut } = reading;
  const meant = resolved(written, config);
  if (!isRecord(meant) || typeof meant['type'] !== 'string') {
    leaveOut(where, 'assert', 'It has no `type`. Write one, such as contains.');
    return [];
  }
  const { type, threshold, weight, provider, rubricPrompt } = meant;
  // Sets inside sets do not exist there, and one that names itself would have no end.
  const isInSet = where.filter((part) => part === 'assert').length > 1;
  const refused =
    isInSet && type === 'assert-set'
      ? 'It is inside another set. Write it out.'
      : whyRefused(meant);
  if (refused !== undefined) {
    leaveOut(where, `assert ${type}`, refused);
    return [];
  }
  if (weight !== undefined && weight !== 1) {
    leaveOut(where, 'weight', 'All scorers count the same, and each has to pass.');
  }
  if (type === 'assert-set') {
    const inner = assertsIn(meant['assert'], [...where, 'assert']);
    return inner.flatMap((each) => scorersFor(each, values, reading));
  }
  const { value, problem } = filledValue(meant['value'], values);
  const { scorer, why } =
    problem === undefined
      ? mapAssert({ type, value, ...(typeof threshold === 'number' && { threshold }) })
      : { why: problem };
  if (scorer === undefined) {
    leaveOut(where, `assert ${type}`, why);
    return [];
  }
  if (provider !== undefined || rubricPrompt !== undefined) {
    leaveOut(where, 'its own judge', 'Your own judge is asked, with its own words.');
  }
  return [scorer];
}

/** The assert itself, or the template that it names. */
function resolved(written: unknown, config: Fields): unknown {
  const name = isRecord(written) && typeof written['$ref'] === 'string' ? written['$ref'] : '';
  const template = /^#\/assertionTemplates\/(.+)$/.exec(name)?.[1];
  return template === undefined ? written : own(recordOf(config['assertionTemplates']), template);
}

function whyRefused({ transform, weight, type, threshold }: Fields): string | undefined {
  if (transform !== undefined) {
    return 'It changes the answer with a program, which is never run. Write a scorer for the whole answer.';
  }
  if (weight === 0) return 'Its weight is 0, so it never fails.';
  if (type === 'assert-set' && threshold !== undefined) {
    return 'Here every scorer has to pass. Write those that must.';
  }
  return undefined;
}

function filledValue(
  value: unknown,
  values: Fields,
): { readonly value?: unknown; readonly problem?: string } {
  if (Array.isArray(value)) {
    const all = value.map((each: unknown) => filledValue(each, values));
    const problem = all.find((each) => each.problem !== undefined)?.problem;
    return problem === undefined ? { value: all.map((each) => each.value) } : { problem };
  }
  if (typeof value !== 'string') return { value };
  if (value.startsWith('file://')) {
    return { problem: 'Its value is in another file. Write it here.' };
  }
  const { text, problem } = fillIn(value, values);
  return problem === undefined ? { value: text } : { problem: `${problem} Write it out.` };
}
