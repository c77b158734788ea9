import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { fieldsOf, type Schema } from '../../../scripts/reference/fields.ts';
import { guidePages } from '../../../scripts/reference/write.ts';
import { root } from '../../../scripts/tools.mjs';
import { evaluationSchema } from '../../../src/evaluation/files/shapes.ts';
import { usualMaxAgeDays } from '../../../src/evaluation/watching/staleness.ts';
import { presets } from '../../../src/providers/presets/presets.ts';
import { usualLimits } from '../../../src/routing/budgets/requestLimits.ts';
import { type AimName, aimNames, aimsOf } from '../../../src/routing/policy/aims.ts';
import { policySchema } from '../../../src/routing/policy/parsePolicy.ts';
import { shippedRules } from '../../../src/routing/policy/shippedPolicy.ts';
import { taskTypes } from '../../../src/routing/task.ts';
import { gateNames } from '../../../src/routing/verdict.ts';
import { fencesIn, tableIn } from '../../support/markdown.ts';

const pages = new Map(guidePages(root).map(({ name, text }) => [name, text]));
const page = (name: string) => pages.get(name) ?? '';
const keysOf = (schema: unknown, under: RegExp) =>
  fieldsOf(schema as Schema).flatMap(({ path }) => under.exec(path)?.[1] ?? []);
const codesIn = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

/** What the shipped rules do with a task type, as the table writes it. */
function shippedUse(
  taskType: string,
  aim: AimName,
): { tiers: string; unchecked: string | undefined } {
  const rules = shippedRules(aim, ['fast', 'balanced', 'reasoning']);
  const use = rules.find(({ when }) => when.taskType?.some((type) => type === taskType))?.use;
  if (typeof use !== 'object' || !('cascade' in use))
    return { tiers: `${use}`, unchecked: `${use}` };
  return { tiers: use.cascade.join(' → '), unchecked: use.unchecked ?? use.cascade.at(-1) };
}

test('the table of shipped rules is what the shipped rules say', () => {
  const rows = tableIn(page('rules.md'), 'Task').flatMap(([types = '', ...cells]) =>
    types.split(', ').map((type) => [type, ...cells]),
  );
  const wanted = rows.map(([type = '']) => [
    type,
    ...aimNames.map((aim) => shippedUse(type, aim).tiers),
    shippedUse(type, 'balanced').unchecked,
  ]);
  expect(rows).toEqual(wanted);
  expect([...rows.map(([type]) => type), 'other'].toSorted()).toEqual(taskTypes.toSorted());
});

test('the table of aims has their limits', () => {
  const percent = (share: number) => `at least ${Math.round(share * 100)} %`;
  expect(tableIn(page('planner.md'), 'Aim')).toEqual(
    aimNames.map((aim) => {
      const { floor, worst } = aimsOf(aim);
      const name = aim === 'balanced' ? '`balanced`, the default' : `\`${aim}\``;
      return [name, percent(floor), percent(worst)];
    }),
  );
});

test('the tables of gates, conditions and scorers are complete', () => {
  expect(tableIn(page('gates.md'), 'gate').map(([gate]) => gate)).toEqual([...gateNames]);
  const conditions = tableIn(page('rules.md'), 'condition').flatMap(([cell = '']) => codesIn(cell));
  expect(conditions).toEqual(keysOf(policySchema(), /^rules\[\]\.when\.(\w+)$/));
  const scorers = fieldsOf(evaluationSchema() as Schema)
    .filter(({ path }) => path === 'scorers[].kind')
    .flatMap(({ value }) => codesIn(value));
  expect(scorers.length).toBeGreaterThan(5);
  const said = codesIn(page('evaluation.md'));
  expect(scorers.filter((kind) => !said.includes(kind))).toEqual([]);
  const thresholds = keysOf(evaluationSchema(), /^thresholds\.(m\w+)$/);
  expect(thresholds.filter((key) => !said.includes(key))).toEqual([]);
});

test('every key of turns is said', () => {
  const said = `${codesIn(page('agents.md')).join(' ')} ${fencesIn(page('agents.md')).map(({ text }) => text)}`;
  const keys = keysOf(policySchema(), /^turns\.(\w+)$/);
  expect(keys.length).toBeGreaterThan(8);
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(said))).toEqual([]);
});

test('the presets, the shipped workflows and the usual limits are those of the code', () => {
  const [, list = ''] = /pick (Anthropic.+?)\. Local servers/s.exec(page('providers.md')) ?? [];
  const named = list
    .replaceAll('\n', ' ')
    .split(/, | or /)
    .map((each) => each.replace(/^a(?:nother)? | \(.*| proxy$/g, ''));
  const missing = presets.filter(({ name }) => !named.some((each) => name.includes(each)));
  expect([named.length, missing.map(({ name }) => name)]).toEqual([presets.length, []]);
  const shipped = readdirSync(join(root, 'workflows')).filter((name) => name.endsWith('.yaml'));
  expect(page('workflows.md')).toContain('offers seven that come with Tierwise');
  expect(shipped.length).toBe(7);
  expect(page('evaluation.md')).toContain(`\`maxAgeDays\` (${usualMaxAgeDays} if you name none)`);
  const limits = fencesIn(page('budgets.md')).find(({ text }) => text.includes('tierwise.limits'));
  const written = ({ calls, nanoUsd, seconds }: (typeof usualLimits)['run']) => ({
    calls,
    usd: nanoUsd / 1e9,
    seconds,
  });
  expect(parseJsonc(`{${limits?.text}}`)['tierwise.limits']).toEqual({
    request: written(usualLimits.request),
    run: written(usualLimits.run),
  });
});

test('the oldest VS Code that the pages name is the one of the manifest', () => {
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const { engines } = JSON.parse(read('package.json')) as { engines: { vscode: string } };
  const [, oldest] = /^\^(\d+\.\d+)/.exec(engines.vscode) ?? [];
  const named = [read('README.md'), page('first-steps.md')].map(
    (text) => /(\d+\.\d+) or newer/.exec(text)?.[1],
  );
  expect(named).toEqual([oldest, oldest]);
});
