import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { afterAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { guidePages } from '../../../scripts/reference/write.ts';
import { settingsIn } from '../../../scripts/settingsIn.mjs';
import { root } from '../../../scripts/tools.mjs';
import { commandIds } from '../../../src/editor/platform/contributed.ts';
import { parseEvaluation } from '../../../src/evaluation/files/parseEvaluation.ts';
import { parsePolicyFile } from '../../../src/routing/policy/parsePolicy.ts';
import { runCli } from '../../support/commandLine.ts';
import { type Fence, fencesIn } from '../../support/markdown.ts';
import { parsed as parsedWorkflow } from '../execution/workflow/parsed.ts';

/** Each block of code in the guide, named by its page and line. */
const examples = guidePages(root).flatMap(({ name, text }) =>
  fencesIn(text).map((fence): [at: string, fence: Fence] => [`${name}:${fence.line}`, fence]),
);
const written = (language: string, info: string) =>
  examples.filter(([, fence]) => fence.language === language && fence.info.startsWith(info));

const folder = mkdtempSync(join(tmpdir(), 'tierwise-guide-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is done with a block, by its language and what stands behind it. */
const known = [
  /^yaml (policy|workflow|evaluation)$/,
  /^(yaml|jsonl|csv) file=\S+$/,
  /^jsonc$/,
  /^json keybinding$/,
  /^sh( needs=\S+)?$/,
];
test('every block of code is of a kind that is tried', () => {
  const kinds = examples.map(([at, { language, info }]) => ({
    at,
    kind: `${language} ${info}`.trim(),
  }));
  expect(examples.length).toBeGreaterThan(40);
  expect(kinds.filter(({ kind }) => !known.some((each) => each.test(kind)))).toEqual([]);
});

const tierNames = ['fast', 'balanced', 'reasoning'];
test.each(written('yaml', 'policy'))('%s is a policy without a problem', (_, { text }) => {
  expect(parsePolicyFile(parse(text), tierNames)).toMatchObject({ problems: [], notices: [] });
});

const stated = written('yaml', 'policy').filter(
  ([, fence]) => fence.comment('holds') !== undefined,
);
test.each(stated)('%s decides as the page says', async (at, fence) => {
  const project = join(folder, at.replace(/\W/g, '-'));
  mkdirSync(join(project, '.tierwise'), { recursive: true });
  const cases: object[] = parse(fence.comment('holds') ?? '');
  const tests = cases.map((each, index) => ({ name: `case ${index + 1}`, ...each }));
  writeFileSync(join(project, '.tierwise/policy.yaml'), fence.text);
  writeFileSync(join(project, '.tierwise/policy.test.yaml'), stringify({ tests }));
  const { code, out, err } = await runCli(['test-policy', project, '--today', '2026-11-30']);
  expect({ code, err, failed: out.match(/^fail.*\n.*$/gm) }).toEqual({
    code: 0,
    err: '',
    failed: null,
  });
});

test('each policy of the guide that chooses a tier says what it decides', () => {
  const silent = written('yaml', 'policy')
    .filter(([, fence]) => fence.text.includes('rules:') && fence.comment('holds') === undefined)
    .map(([at]) => at);
  expect(silent).toEqual([]);
});

test.each(written('yaml', 'workflow'))(
  '%s is a workflow without a problem',
  async (_, { text }) => {
    const prompts = [...text.matchAll(/[\w-]+\.md/g)].map(([path]) => [path, 'Do it.']);
    expect((await parsedWorkflow(text, Object.fromEntries(prompts))).problems).toEqual([]);
  },
);

test.each(written('yaml', 'evaluation'))(
  '%s is an evaluation without a problem',
  async (_, { text }) => {
    const { evaluation, problems } = await parseEvaluation(text, {
      name: 'guide',
      tierNames,
      readFile: () => Promise.resolve(undefined),
    });
    expect(problems).toEqual([]);
    expect(evaluation?.fixtures.length).toBeGreaterThan(0);
  },
);

const properties = settingsIn(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
const fitsSettings = new Ajv({ strict: false, allErrors: true }).compile({
  type: 'object',
  properties,
  additionalProperties: false,
});

test.each(written('jsonc', ''))(
  '%s holds settings as the settings editor takes them',
  (_, { text }) => {
    const errors: ParseError[] = [];
    const settings = parseJsonc(`{${text}}`, errors, { allowTrailingComma: false });
    expect(errors).toEqual([]);
    expect(Object.keys(settings).length).toBeGreaterThan(0);
    expect(fitsSettings(settings) ? [] : fitsSettings.errors).toEqual([]);
  },
);

test.each(written('json', 'keybinding'))('%s names a command', (_, { text }) => {
  const { key, command } = JSON.parse(text);
  expect(key).toMatch(/^\w+(\+\w+)*( \w+(\+\w+)*)*$/);
  expect(commandIds).toContain(command);
});
