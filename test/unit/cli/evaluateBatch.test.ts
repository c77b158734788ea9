import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { buildCli } from '../../support/builtCli.ts';
import { explainEvaluation, openEvaluationProject } from '../../support/evaluationProject.ts';

const built = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-program-')));
// Whole processes, which ask about a batch for the first time after five seconds.
const mostMs = 120_000;
vi.setConfig({ testTimeout: mostMs });
let program: string;
let server: PracticeServer;
let project: ReturnType<typeof openEvaluationProject>;

beforeAll(async () => {
  program = await buildCli(built);
  server = await startPracticeServer({ pace: 0, batches: { workMs: 5_000 } });
}, mostMs);
afterAll(async () => {
  await server.close();
  rmSync(built, { recursive: true });
});
beforeEach(() => {
  server.reset();
  project = openEvaluationProject(program, server.url);
});
afterEach(() => project.dispose());

test('--batch waits for a batch; an interrupted run leaves it to --resume, which pays nothing twice', async () => {
  const scorers = `
  - { kind: contains, all: [Practice model] }
  - { kind: judge, rubric: It says what the function does., judge: balanced }`;
  const parts = { fixtures: 6, candidates: '[reasoning]', scorers };
  project.write('.tierwise/evaluations/words.yaml', explainEvaluation(parts));
  const args = ['--batch', '--json', 'r.json'];
  const { child, ended } = project.start(args);
  const waits = 'words: waiting for a batch of 6 (Large); it takes up to a day.';
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
    if (!child.killed && said.includes(waits)) child.kill('SIGINT');
  });
  const interrupted = await ended;
  expect(interrupted.code).toBe(4);
  expect(interrupted.err).toContain(
    'evaluate --settings settings.jsonc --batch --json r.json --resume',
  );

  const resumed = await project.run([...args, '--resume']);
  expect(resumed.err).toContain(waits);
  const answers = server.billing().filter(({ model }) => model === 'practice-large');
  expect(answers).toHaveLength(6);
  expect(answers.every(({ batch }) => batch)).toBe(true);
  const { evaluations } = JSON.parse(project.read('r.json'));
  expect(evaluations[0].trials).toHaveLength(6);
  expect(evaluations[0].judge.words).toContain('The judge was not checked against people.');
  const billed = answers.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
  expect(evaluations[0].spent.practice).toBe(billed);
});
