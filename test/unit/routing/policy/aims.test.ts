import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settingsIn } from '../../../../scripts/settingsIn.mjs';
import { root } from '../../../../scripts/tools.mjs';
import { explainAim } from '../../../../src/routing/explainPlanned.ts';
import { aimNames, aimsOf, parseAim } from '../../../../src/routing/policy/aims.ts';

test('each aim wants no less than the one before it', () => {
  const [save, balanced, careful] = aimNames.map((aim) => aimsOf(aim));
  expect(save!.floor).toBeLessThan(balanced!.floor);
  expect(save!.worst).toBeLessThan(balanced!.worst);
  expect(balanced!.floor).toBeLessThanOrEqual(careful!.floor);
  expect(balanced!.worst).toBeLessThan(careful!.worst);
});

test('a policy’s own limits take the place of the aim’s', () => {
  expect(aimsOf('balanced', { floor: 0.8, worst: 0.6 })).toMatchObject({ floor: 0.8, worst: 0.6 });
  // One task type is not held to more than the mean of all.
  const { floor, worst } = aimsOf('careful', { floor: 0.8 });
  expect(floor).toBe(0.8);
  expect(worst).toBeCloseTo(0.79);
  expect(aimsOf('balanced', { floor: 1 }).worst).toBe(aimsOf('balanced').worst);
});

test('a repository lowers the share for exploring, and does not raise it', () => {
  const { exploringShare } = aimsOf('balanced');
  expect(aimsOf('balanced', { exploringShare: 0.001 }).exploringShare).toBe(0.001);
  expect(aimsOf('balanced', { exploringShare: 1 }).exploringShare).toBe(exploringShare);
});

test.each([
  ['save', { aim: 'save', problems: [] }],
  [undefined, { aim: undefined, problems: [] }],
  ['cheap', { aim: undefined, problems: [{ path: [], message: expect.any(String) }] }],
  [0.9, { aim: undefined, problems: [{ path: [], message: expect.any(String) }] }],
])('%j is read', (written, read) => {
  expect(parseAim(written)).toEqual(read);
});

test('the settings page says of each aim what it means', () => {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const said = settingsIn(JSON.parse(text))['tierwise.aim'].enumDescriptions as string[];
  const figures = (line: string) => line.match(/\d+ %/g);
  expect(said.map(figures)).toEqual(aimNames.map((aim) => figures(explainAim(aim))));
});
