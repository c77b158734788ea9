import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand, screenshot, webviewFrame } from '../support/editorPage.ts';
import {
  answerStanding,
  practiceVscode,
  pickRow,
  runOn,
  tierTooltip,
  titleButton,
} from '../support/practiceVscode.ts';

const window = practiceVscode({ pace: 0.02 });

const policy = `version: 1
auto:
  tiers: [fast, reasoning]
rules:
  - name: learn it
    when: { taskType: [debug, boilerplate] }
    use: auto
`;

/** The practice models that were asked by one task, in order. */
async function asked(command: string, file: string, lines: readonly [number, number]) {
  const { page, practice } = window.current;
  practice.reset();
  await runOn(page, command, file, lines);
  // The language server is cold at first.
  await titleButton(page, 'Accept Answer').waitFor({ timeout: 60_000 });
  await runCommand(page, 'View: Close All Editors');
  return (await window.current.billed()).calls.map(({ model }) => model.replace('practice-', ''));
}

const debug = () => asked('Debug', 'inventory.ts', [7, 19]);
const boilerplate = () => asked('Generate Boilerplate', 'book.ts', [3, 11]);

async function lastDecision(): Promise<string> {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: Show Last Decision');
  const frame = await webviewFrame(page, 'Tierwise: Last Decision');
  await frame.locator('#body li').first().waitFor();
  const text = await frame.locator('#body').innerText();
  await runCommand(page, 'View: Close All Editors');
  return text;
}

test('it begins with the shipped priors, and says that it is exploring', async () => {
  const { page, folder } = window.current;
  mkdirSync(join(folder, '.tierwise'), { recursive: true });
  writeFileSync(join(folder, '.tierwise', 'policy.yaml'), policy);
  expect(await debug()).toEqual(['small', 'large']);
  const told = await lastDecision();
  expect(told).toContain('Debug tries fast (practice Small), then reasoning (practice Large)');
  expect(told).toContain('exploring');
  await screenshot(page, 'learning-prior');
});

test('within twenty debug tasks that fast fails, debug goes to reasoning at once, and stays there', async () => {
  const { page } = window.current;
  const rest: string[][] = [];
  const isLearnt = () => rest.slice(-4).filter((models) => models.length === 1).length === 4;
  while (rest.length < 19 && !isLearnt()) rest.push(await debug());
  expect(rest.slice(-4)).toEqual([['large'], ['large'], ['large'], ['large']]);
  const told = await lastDecision();
  expect(told).toMatch(/Debug goes to reasoning \(practice Large\): fast passes \d+ % of such/);
  expect(told).toMatch(/n = \d+/);
  expect(await tierTooltip(page)).toMatch(/fast passes \d+ % of such tasks/);
  await screenshot(page, 'learning-direct');
}, 400_000);

test('boilerplate, which fast does well, stays a cascade', async () => {
  const seen: string[][] = [];
  for (let task = 1; task <= 3; task += 1) seen.push(await boilerplate());
  expect(seen.at(-1)).toEqual(['small']);
  expect(await lastDecision()).toMatch(/Generate Boilerplate tries fast .* then reasoning/);
}, 200_000);

test('the evidence is shown as a table', async () => {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: Show Evidence');
  const frame = await webviewFrame(page, 'Tierwise: Evidence');
  await frame.getByRole('heading', { name: 'Debug' }).waitFor();
  await screenshot(page, 'learning-evidence');
  expect(await frame.locator('table').first().innerText()).toContain('practice-');
  await runCommand(page, 'View: Close All Editors');
});

test('resetting the evidence restores the prior', async () => {
  const { page } = window.current;
  await runCommand(page, 'Tierwise: Reset Evidence');
  await pickRow(page, 'All evidence');
  expect(await debug()).toEqual(['small', 'large']);
  expect(await lastDecision()).toContain('exploring');
});

/** The story of the decision on a question about shipping.ts. */
async function askedAs(question: string): Promise<string> {
  const { page } = window.current;
  await runOn(page, 'Ask', 'shipping.ts', [12, 41]);
  await page.locator('.quick-input-widget:visible input:focus').fill(question);
  await page.keyboard.press('Enter');
  // Prose opens beside the code.
  await page.locator('.tab.active', { hasText: 'shipping.ts ·' }).waitFor();
  return lastDecision();
}

test('a correction of the task type is learnt', async () => {
  const { page } = window.current;
  const recognised = async () => {
    const story = await askedAs('frobnicate the shipping zones please');
    return /Recognised as (\w+)/.exec(story)?.[1];
  };
  expect(await recognised()).not.toBe('explain');
  await runCommand(page, 'Tierwise: Correct Task Type');
  await pickRow(page, 'Explain');
  expect(await recognised()).toBe('explain');
  await screenshot(page, 'learning-corrected');
});

test('a direct answer is judged once it is shown, where that takes no language server', async () => {
  const { page, folder } = window.current;
  // The practice model knows no Python: it gives the code back as it was.
  writeFileSync(join(folder, 'tidy.py'), 'def tidy(shelf):\n    return sorted(shelf)\n');
  await runOn(page, 'Document', 'tidy.py', [1, 2]);
  await titleButton(page, 'Accept Answer').waitFor();
  await expect.poll(() => answerStanding(page)).toMatch(/failed (complete|format): 1 problem/);
  await screenshot(page, 'learning-judged-afterwards');
  await runCommand(page, 'View: Close All Editors');
  await runCommand(page, 'Tierwise: Show Evidence');
  const frame = await webviewFrame(page, 'Tierwise: Evidence');
  await frame.getByRole('heading', { name: 'Document' }).waitFor();
  const row = frame.locator('tr', { hasText: 'practice-small' }).last();
  expect(await row.locator('td').nth(1).innerText()).toBe('1.0');
});

test('what git says of the repository is a sign of the task type', async () => {
  const { page, folder, changeSettings } = window.current;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
  git('init', '--quiet', '--initial-branch', 'docs/shipping');
  await changeSettings({ 'git.autoRepositoryDetection': true });
  await page.locator('.statusbar-item', { hasText: 'docs/shipping' }).waitFor();
  expect(await askedAs('document it')).toMatch(/Recognised as docs.*branch: docs/);
});
