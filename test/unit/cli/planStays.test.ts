import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../../support/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('plan says what a rule keeps on this machine, and names a model there', async () => {
  const policy = join(folder, 'policy.yaml');
  const task = join(folder, 'task.yaml');
  writeFileSync(policy, 'rules:\n  - { name: keys, when: { path: secret/** }, local: true }\n');
  writeFileSync(task, 'type: debug\npath: secret/a.ts\n');
  const { code, out } = await runCli(['plan', '--policy', policy, '--task', task]);
  expect(code).toBe(0);
  const printed = JSON.parse(out) as { sentence: string; plan: { choice: { model: object } } };
  expect(printed.sentence).toContain('stays on this machine: rule “keys” for secret/a.ts');
  expect(printed.plan.choice.model).toMatchObject({ reference: 'ollama/gpt-oss:120b' });
});

test('plan explains rule by rule', async () => {
  const policy = join(folder, 'policy.yaml');
  const task = join(folder, 'task.yaml');
  writeFileSync(policy, 'rules:\n  - { name: races, when: { keywords: race }, use: fast }\n');
  writeFileSync(task, 'type: debug\n');
  const { code, out } = await runCli(['plan', '--policy', policy, '--task', task, '--explain']);
  expect(code).toBe(0);
  expect(out).toContain('Rules, in their order\n  “races” (repository, fast) does not match: ');
  expect(out).toContain('What would change it\n  If the instruction had the word race');
});
