import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  startPracticeServer,
  type PracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import { EvidenceSource } from '../../../../src/editor/situation/evidenceSource.ts';
import { completeGate } from '../../../../src/execution/gates/complete/complete.ts';
import { type Gate, kitOf } from '../../../../src/execution/gates/gate.ts';
import { decideRequest, runRequest } from '../../../../src/execution/request.ts';
import { explain } from '../../../../src/routing/explain.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { type EvaluationWorld, openEvaluationWorld } from '../../../support/evaluationWorld.ts';
import { taskAbout } from '../../demo/workspacePrompt.ts';

/*
 * Routing that learns, task after task: each is decided by the evidence in a real ledger, asked of a practice
 * server over HTTP and judged, and what became of it is known to the next decision.
 */
// Many calls over HTTP, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let practice: PracticeServer;
beforeAll(async () => {
  practice = await startPracticeServer({ pace: 0 });
});
afterAll(() => practice.close());

let folder: string;
let world: EvaluationWorld;
let evidence: EvidenceSource;
let ledgerChanged: () => void;
beforeEach(() => {
  practice.reset();
  folder = mkdtempSync(join(tmpdir(), 'tierwise-learning-'));
  world = openEvaluationWorld(practice.url, folder);
  evidence = new EvidenceSource(world.host.attempts.ledger, (listener) => {
    ledgerChanged = () => listener();
    return { dispose: () => undefined };
  });
});
afterEach(async () => {
  evidence.dispose();
  await world.close();
  rmSync(folder, { recursive: true });
});

const learnIt: Rule = { name: 'learn it', when: {}, use: 'auto', origin: 'settings' };
const debug = taskAbout('debug', 'src/inventory.ts', 'reserve');
const boilerplate = taskAbout('boilerplate', 'src/book.ts', 'Book');

/** Stands in for the language server, which sees that the small model's fix does not fit the function's type. */
const types: Gate = {
  name: 'diagnostics',
  async check({ fileText = '' }) {
    if (!fileText.includes('return undefined;')) return { gate: 'diagnostics', kind: 'pass' };
    return { gate: 'diagnostics', kind: 'fail', evidence: [{ message: 'It is no boolean.' }] };
  },
};

interface Asked {
  /** The practice models that were asked, in order. */
  readonly models: readonly string[];
  readonly reason: string;
}

/** Decides and runs one task; the evidence that it decides by is what the ledger holds then. */
async function ask(task: Task, rule = learnIt): Promise<Asked> {
  const { host, situation: usual } = world;
  const { attempts, sessionId, workspace } = host;
  const situation: Situation = {
    ...usual,
    policy: { ...usual.policy, rules: [rule], auto: { tiers: ['fast', 'reasoning'] } },
    evidence: await evidence.about({ language: task.language, repository: workspace }),
    latencies: await attempts.ledger.latencies(),
  };
  const { decision } = decideRequest(task, situation);
  const { plan } = decision;
  if (plan.kind === 'refuse') throw new Error(explain(task, decision));
  const before = practice.billing().length;
  const events = runRequest(
    {
      task,
      decision,
      plan,
      asker: { requestId: attempts.newId(), sessionId, workspace, subject: task.path },
      maxOutputTokens: 8_000,
      budgetGuard: { limits: () => [], askToRaise: async () => false },
      gates: async () => kitOf([completeGate, types]),
    },
    attempts,
    new AbortController().signal,
  );
  for await (const _ of events);
  await practice.idle();
  ledgerChanged();
  const models = practice.billing().slice(before);
  return { models: models.map(({ model }) => model), reason: explain(task, decision) };
}

async function askOften(times: number, task: Task, rule?: Rule): Promise<Asked[]> {
  const asked: Asked[] = [];
  while (asked.length < times) asked.push(await ask(task, rule));
  return asked;
}

const small = 'practice-small';
const large = 'practice-large';

test('it explores from the shipped priors, learns within twenty tasks where fast fails, and forgets when told', async () => {
  const first = await ask(debug);
  expect(first.models).toEqual([small, large]);
  expect(first.reason).toContain(
    'Debug tries fast (practice Small), then reasoning (practice Large)',
  );
  expect(first.reason).toContain('exploring');

  const rest: Asked[] = [];
  const newest = () => rest.slice(-4).map(({ models }) => models.join());
  const isLearnt = () => newest().join(' ') === `${large} ${large} ${large} ${large}`;
  while (rest.length < 19 && !isLearnt()) rest.push(await ask(debug));
  expect(newest()).toEqual([large, large, large, large]);
  expect(rest.at(-1)!.reason).toMatch(
    /Debug goes to reasoning \(practice Large\): fast passes \d+ % of such tasks .*n = \d+/,
  );

  // What it does well stays a cascade.
  const well = (await askOften(3, boilerplate)).at(-1)!;
  expect(well.models).toEqual([small]);
  expect(well.reason).toMatch(/Generate Boilerplate tries fast .* then reasoning/);

  await world.host.attempts.ledger.recordEvidenceReset({ atMs: Date.now() });
  ledgerChanged();
  const forgotten = await ask(debug);
  expect(forgotten.models).toEqual([small, large]);
  expect(forgotten.reason).toContain('exploring');
});

test('a model that answers worse than before is noticed, and the reason says since when', async () => {
  const good = await askOften(8, boilerplate);
  expect(good.flatMap(({ models }) => models)).toEqual(Array(8).fill(small));
  expect(good.at(-1)!.reason).not.toContain('worse than before');
  for (let bad = 0; bad < 6; bad += 1) {
    practice.addFaults({ kind: 'length', afterChars: 20, model: small });
    expect((await ask(boilerplate)).models[0]).toBe(small);
  }
  expect((await ask(boilerplate)).reason).toContain(
    'fast answers worse than before (since today), so older evidence counts less',
  );
});

test('the fastest model is asked by what was measured', async () => {
  for (const use of ['fast', 'reasoning']) await askOften(3, boilerplate, { ...learnIt, use });
  const use = { fastest: ['fast', 'reasoning'], by: 'total' } as const;
  expect((await ask(boilerplate, { ...learnIt, use })).reason).toMatch(
    /the fastest of 2 measured \(measured: [\d.]+ s for a whole answer, median of \d+\)/,
  );
});
