import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type PracticeServer,
  startPracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import type { Evaluation } from '../../../../src/evaluation/files/evaluation.ts';
import { fingerprintOf, planRun, runEvaluation } from '../../../../src/evaluation/run/evaluate.ts';
import { EvaluationProblem } from '../../../../src/evaluation/run/evaluationProblem.ts';
import type { RunOptions } from '../../../../src/evaluation/run/runOptions.ts';
import { prepareRun } from '../../../../src/evaluation/run/prepareRun.ts';
import { factsPath, readReports } from '../../../../src/evaluation/run/readReports.ts';
import type { Report } from '../../../../src/evaluation/report.ts';
import {
  decisionFixtures,
  type EvaluationWorld,
  type EvaluationWorldOptions,
  explainEvaluation,
  openEvaluationWorld,
} from '../../../support/evaluationWorld.ts';
import { workflowFrom } from '../../../support/workflowWorld.ts';

let server: PracticeServer;
beforeAll(async () => void (server = await startPracticeServer({ pace: 0 })));
afterAll(() => server.close());

let folder: string;
const open: EvaluationWorld[] = [];
beforeEach(async () => {
  server.reset();
  folder = await mkdtemp(join(tmpdir(), 'tierwise-evaluate-'));
});
afterEach(async () => {
  for (const world of open.splice(0)) await world.close();
  await rm(folder, { recursive: true });
});

function worldWith(options?: EvaluationWorldOptions): EvaluationWorld {
  const world = openEvaluationWorld(server.url, folder, options);
  open.push(world);
  return world;
}

async function evaluate(
  { host }: EvaluationWorld,
  evaluation: Evaluation,
  options: RunOptions = {},
  signal = new AbortController().signal,
): Promise<Report> {
  const planned = await planRun(evaluation, host, options);
  return runEvaluation(planned, host, { signal, options });
}

function billed(): number {
  return server.billing().reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
}

test('the smallest tier that passes is found, with real costs in the ledger and in the report', async () => {
  const world = worldWith();
  const report = await evaluate(world, explainEvaluation());
  expect(report.result.end).toBe('decided');
  expect(report.result.rows.map(({ candidate, verdict }) => [candidate.id, verdict])).toEqual([
    ['fast', 'fails'],
    ['balanced', 'passes'],
    ['reasoning', 'untried'],
  ]);
  expect(report.result.smallest?.candidate.id).toBe('balanced');
  expect(report.result.calls).toBe(server.billing().length);
  expect(report.result.spent).toEqual({ real: 0, practice: billed() });
  expect(await world.spent()).toBe(billed());
  const first = report.trials[0]!;
  expect(first.cost.source).toBe('computed');
  expect(first.latencyMs).toBeGreaterThanOrEqual(first.firstTextMs!);
  expect(report.candidates.every(({ simulated }) => simulated)).toBe(true);
});

test('a second run of unchanged parts pays nothing, and one of changed parts pays for those alone', async () => {
  const world = worldWith();
  // One at a time: while an answer is waited for, no further trial begins.
  const options = { concurrency: 1 };
  const first = await evaluate(world, explainEvaluation(), options);
  const paid = server.billing().length;
  const again = await evaluate(world, explainEvaluation(), options);
  expect(server.billing().length).toBe(paid);
  expect(again.result.calls).toBe(0);
  expect(again.result.smallest?.candidate.id).toBe('balanced');
  expect(again.candidates[0]!.taskCost).toMatchObject({
    source: 'measured',
    cases: first.trials.filter(({ candidateId }) => candidateId === 'fast').length,
  });

  const tried = first.trials.find(({ candidateId }) => candidateId === 'fast')!.fixtureId;
  const changed = explainEvaluation().fixtures.map((fixture) =>
    fixture.id === tried
      ? { ...fixture, input: { ...fixture.input, instruction: 'Why?' } }
      : fixture,
  );
  await evaluate(world, explainEvaluation({ fixtures: changed }), options);
  const more = server.billing().slice(paid);
  expect(new Set(more.map(({ model }) => model))).toEqual(
    new Set(['practice-small', 'practice-medium']),
  );
  expect(more).toHaveLength(2);
});

test('what commands found counts only while they are the same ones', async () => {
  const { host } = worldWith();
  const withCommands = (run: string) => ({ ...host, commands: () => [{ run }] });
  const checked = explainEvaluation({ scorers: [{ kind: 'gate', gate: 'command' }] });
  const [one, same, other] = await Promise.all(
    ['npm test', 'npm test', 'true'].map((run) => fingerprintOf(checked, withCommands(run))),
  );
  expect(same).toEqual(one);
  expect(other).toEqual({ ...one, scorers: other!.scorers });
  expect(other!.scorers).not.toBe(one!.scorers);
  const keysWith = async (run: string) =>
    (await prepareRun(checked, checked.fixtures.slice(0, 1), withCommands(run))).candidates[0]!
      .keys;
  expect(await keysWith('npm test')).toEqual(await keysWith('npm test'));
  expect(await keysWith('true')).not.toEqual(await keysWith('npm test'));
  const plain = explainEvaluation();
  expect(await fingerprintOf(plain, withCommands('true'))).toEqual(
    await fingerprintOf(plain, host),
  );
});

test('the estimate makes no call', async () => {
  const { host } = worldWith();
  const planned = await planRun(explainEvaluation(), host, {});
  expect(planned.estimate.expected.nanoUsd).toBeGreaterThan(0);
  expect(planned.estimate.high.nanoUsd).toBeGreaterThan(planned.estimate.expected.nanoUsd!);
  expect(planned.input.candidates.map(({ taskCost }) => taskCost.source)).toEqual(
    Array(3).fill('expected'),
  );
  expect(server.requests()).toEqual([]);
});

describe('a cap', () => {
  test.each([1, 4])('of money is never exceeded, %i at a time', async (concurrency) => {
    const world = worldWith();
    const { host } = world;
    const planned = await planRun(explainEvaluation(), host, {});
    const worst = planned.input.candidates[0]!.worstCaseNanoUsd!;
    const maxUsd = (2.5 * worst) / 1e9;
    const report = await evaluate(world, explainEvaluation(), { maxUsd, concurrency });
    expect(report.result.end).toBe('moneyCap');
    expect(billed()).toBeGreaterThan(0);
    expect(billed()).toBeLessThanOrEqual(2.5 * worst);
  });

  test('in the file holds as well, and the lower one counts', async () => {
    const world = worldWith();
    const { input } = await planRun(explainEvaluation({ maxUsd: 0.5 }), world.host, { maxUsd: 2 });
    expect(input.cap).toEqual({ nanoUsd: 5e8 });
  });

  test('of calls ends the run', async () => {
    const report = await evaluate(worldWith(), explainEvaluation(), { maxCalls: 3 });
    expect(report.result.end).toBe('callCap');
    expect(server.billing()).toHaveLength(3);
  });

  test('of the developer’s own budget stops the run before anything is sent', async () => {
    const budgets = [{ budgetId: '$0.00 per day', capNanoUsd: 1, span: { fromMs: 0 } }];
    const report = await evaluate(worldWith({ budgets }), explainEvaluation());
    expect(report.result.end).toBe('notReserved');
    expect(report.explanation).toContain('a budget left no money');
    expect(server.billing()).toEqual([]);
  });
});

test('efforts, models and cascades are candidates too', async () => {
  const world = worldWith();
  const subject = { kind: 'taskType', taskType: 'docs' } as const;
  // Only the deepest skill names what is thrown.
  const fixtures = decisionFixtures(20).map((fixture, place) => ({
    ...fixture,
    subject,
    input: {
      files: [
        {
          path: `src/case${place}.ts`,
          text: `export function check${place}(a: number): number {\n  if (a < ${place}) throw new RangeError('too small');\n  return a;\n}\n`,
        },
      ],
    },
    expected: '@throws',
  }));
  const medium = 'practice-openai/practice-medium' as const;
  const cascade = { kind: 'cascade', tiers: ['fast', 'balanced'], gates: ['format'] } as const;
  const report = await evaluate(
    world,
    explainEvaluation({
      subject,
      fixtures,
      candidates: [
        { id: 'medium', name: 'medium', subject: { kind: 'model', choice: { reference: medium } } },
        {
          id: 'hard',
          name: 'medium, thinking hard',
          subject: { kind: 'model', choice: { reference: medium, effort: 'high' } },
        },
        { id: 'cascade', name: 'fast, then balanced', subject: cascade },
      ],
    }),
    { wholeGrid: true },
  );
  const rates = report.result.rows.map(({ candidate, passRate }) => [candidate.id, passRate.value]);
  expect(Object.fromEntries(rates)).toEqual({ medium: 0, hard: 1, cascade: 0 });
  // The gate passes the first answer, so the second rung was not asked.
  expect(server.billing().filter(({ model }) => model === 'practice-small')).toHaveLength(20);
});

test('the calls of a cascade are all counted', async () => {
  const never = {
    name: 'format',
    check: async () => ({ gate: 'format', kind: 'fail', evidence: [{ message: 'no' }] }) as const,
  } as const;
  const cascade = { kind: 'cascade', tiers: ['fast', 'balanced'], gates: ['format'] } as const;
  const world = worldWith({ gates: [never] });
  const report = await evaluate(
    world,
    explainEvaluation({
      candidates: [{ id: 'c', name: 'fast, then balanced', subject: cascade }],
    }),
    { maxCalls: 4 },
  );
  expect(server.billing()).toHaveLength(8);
  expect(report.result.spent.practice).toBe(billed());
  expect(report.result.rows[0]!.passRate.value).toBe(1);
  expect(await world.spent()).toBe(billed());
});

describe('a step', () => {
  const yaml = `
description: Answers letters
inputs: { message: What does it say? }
model: fast
steps:
  intent:
    prompt: "What is wanted?\\n<message>\\n{{ inputs.message }}\\n</message>"
    output: { intent: [delivery, refund, damage, question, complaint] }
`;
  // The small practice model takes the first wish, the others the most important one.
  const fixtures = Array.from({ length: 24 }, (_, place) => ({
    id: `letter-${place}`,
    subject: { kind: 'step', workflow: 'trial', step: 'intent' } as const,
    input: {
      values: {
        inputs: { message: `It has not arrived, and the last one was torn. Case ${place}.` },
      },
    },
    expected: { intent: 'damage' },
  }));
  const evaluation = explainEvaluation({
    name: 'intent',
    subject: { kind: 'step', workflow: 'trial', step: 'intent' },
    fixtures,
    scorers: [{ kind: 'json' }],
  });

  test('is asked as its workflow asks it', async () => {
    const world = worldWith({ workflow: await workflowFrom(yaml) });
    const report = await evaluate(world, evaluation);
    expect(report.result.smallest?.candidate.id).toBe('balanced');
    const body = JSON.stringify(server.requests().at(-1)!.body);
    expect(body).toContain('You do one step of a workflow');
    expect(body).toContain('the last one was torn');
  });

  test('is not asked with values that do not fit it', async () => {
    const { host } = worldWith({ workflow: await workflowFrom(yaml) });
    const other = fixtures.map((each) => ({ ...each, input: { values: {} } }));
    const planning = planRun({ ...evaluation, fixtures: other }, host, {});
    await expect(planning).rejects.toThrow(
      'The fixture “letter-0” does not fit the step “intent”.',
    );
    await expect(planning).rejects.toThrow(EvaluationProblem);
  });

  test('has to be there', async () => {
    const { host } = worldWith({ workflow: await workflowFrom(yaml) });
    const subject = { kind: 'step', workflow: 'trial', step: 'letter' } as const;
    await expect(planRun({ ...evaluation, subject }, host, {})).rejects.toThrow(
      'has no step “letter” that asks a model',
    );
  });
});

describe('what cannot be asked', () => {
  test('is left out, with why', async () => {
    const noKey = {
      name: 'Practice Responses',
      simulated: true,
      state: { state: 'noKey' },
    } as const;
    const { host } = worldWith({
      situation: (usual) => ({
        ...usual,
        providers: new Map([...usual.providers, ['practice-openai', noKey]]),
      }),
    });
    const { leftOut, input } = await planRun(explainEvaluation(), host, {});
    expect(leftOut).toEqual([
      { name: 'balanced', why: 'practice Medium: no key for Practice Responses.' },
    ]);
    expect(input.candidates.map(({ id }) => id)).toEqual(['fast', 'reasoning']);
  });

  test('is a problem when nothing is left', async () => {
    const { host } = worldWith({ situation: (usual) => ({ ...usual, providers: new Map() }) });
    await expect(planRun(explainEvaluation(), host, {})).rejects.toThrow(
      'No candidate can be asked. fast: practice Small: there is no provider',
    );
  });

  test('a fixture that the file does not have is named', async () => {
    const { host } = worldWith();
    await expect(planRun(explainEvaluation(), host, { only: ['case-99'] })).rejects.toThrow(
      'The evaluation has no fixture “case-99”.',
    );
  });
});

describe('thresholds', () => {
  const easier = { minPassRate: 0.5 };

  test('that are moved after a run are named in every later report', async () => {
    const world = worldWith();
    const first = await evaluate(world, explainEvaluation());
    expect(first.movedAfterRuns).toEqual([]);
    const moved = await evaluate(world, explainEvaluation({ thresholds: easier }));
    expect(moved.movedAfterRuns).toEqual([first.runId]);
    expect(moved.explanation).toContain('The thresholds were moved after the run.');
    const later = await evaluate(world, explainEvaluation({ thresholds: easier }));
    expect(later.movedAfterRuns).toEqual([first.runId]);
  });

  test('that are moved after a run that was cut off are named, too', async () => {
    const world = worldWith();
    await evaluate(world, explainEvaluation(), { maxCalls: 2 });
    const path = factsPath(world.host.folder, 'explain');
    const lines = (await readFile(path, 'utf8')).split(/(?<=\n)/);
    await writeFile(path, lines.filter((line) => !line.includes('"kind":"ended"')).join(''));
    const moved = await evaluate(world, explainEvaluation({ thresholds: easier }));
    expect(moved.movedAfterRuns).toHaveLength(1);
  });

  test('are on the disk before the first call', async () => {
    let atFirstCall: string | undefined;
    const world = worldWith({
      provider: (real) => ({
        id: real.id,
        async *stream(call, signal) {
          atFirstCall ??= await readFile(factsPath(world.host.folder, 'explain'), 'utf8');
          yield* real.stream(call, signal);
        },
      }),
    });
    const { thresholdsHash } = await evaluate(world, explainEvaluation(), { maxCalls: 1 });
    expect(atFirstCall).toContain(`"thresholdsHash":"${thresholdsHash}"`);
  });

  test('cannot change within a run', async () => {
    const world = worldWith();
    const { runId } = await evaluate(world, explainEvaluation(), { maxCalls: 2 });
    const planning = planRun(explainEvaluation({ thresholds: easier }), world.host, {
      resume: runId,
    });
    await expect(planning).rejects.toThrow('The thresholds have changed since this run began');
  });
});

describe('reports', () => {
  test('come back as they were, the newest last', async () => {
    const world = worldWith();
    const first = await evaluate(world, explainEvaluation(), { maxCalls: 2 });
    const second = await evaluate(world, explainEvaluation());
    const other = await evaluate(world, explainEvaluation({ name: 'other/one' }));
    expect(await readReports(world.host.folder)).toEqual([first, second, other]);
    expect(await readReports(world.host.folder, 'other/one')).toEqual([other]);
    expect(await readReports(world.host.folder, 'none')).toEqual([]);
    expect(await readReports(join(folder, 'nowhere'))).toEqual([]);
  });

  test('are read around lines that are torn, damaged or of another version', async () => {
    const world = worldWith();
    const report = await evaluate(world, explainEvaluation(), { maxCalls: 2 });
    const path = factsPath(world.host.folder, 'explain');
    const whole = await readFile(path, 'utf8');
    const strange = [
      '{"kind":"ended","runId":"old","atMs":1,"report":{"runId":"old"}}',
      '{"kind":"ended","runId":"null","report":null}',
      'no JSON',
      '{"kind":"ended","runId":"torn","repo',
    ];
    const text = `${strange.slice(0, 3).join('\n')}\n${whole}${strange[3]}`;
    await writeFile(path, text);
    expect(await readReports(world.host.folder)).toEqual([report]);
    expect(await readFile(path, 'utf8')).toBe(text);
    // A later run goes on with the same file, and drops only the torn line.
    const later = await evaluate(world, explainEvaluation(), { maxCalls: 2 });
    expect((await readReports(world.host.folder)).map(({ runId }) => runId)).toEqual([
      report.runId,
      later.runId,
    ]);
    expect(await readFile(path, 'utf8')).toContain(strange.slice(0, 3).join('\n'));
  });
});

test('a run that was cancelled is kept and goes on where it was', async () => {
  const controller = new AbortController();
  let calls = 0;
  const world = worldWith({
    provider: (real) => ({
      id: real.id,
      async *stream(call, signal) {
        calls += 1;
        if (calls === 8) controller.abort();
        yield* real.stream(call, signal);
      },
    }),
  });
  const options = { concurrency: 1 };
  const stopped = await evaluate(world, explainEvaluation(), options, controller.signal);
  expect(stopped.result.end).toBe('cancelled');
  const kept = stopped.trials.length;
  expect(kept).toBe(7);
  const resumed = await evaluate(world, explainEvaluation(), { ...options, resume: stopped.runId });
  expect(resumed.runId).toBe(stopped.runId);
  expect(resumed.startedAtMs).toBe(stopped.startedAtMs);
  expect(resumed.result.smallest?.candidate.id).toBe('balanced');
  expect(resumed.trials.slice(0, kept)).toEqual(stopped.trials);
  expect(await readReports(world.host.folder)).toEqual([resumed]);
});

test('two runs of one evaluation do not write at the same time', async () => {
  const world = worldWith();
  const planned = await planRun(explainEvaluation(), world.host, {});
  const { signal } = new AbortController();
  const first = runEvaluation(planned, world.host, { signal, options: {} });
  const second = runEvaluation(planned, world.host, { signal, options: {} });
  await expect(second).rejects.toThrow('This evaluation runs in another window or terminal.');
  await first;
});

test('a fingerprint tells which part has changed', async () => {
  const { host, situation } = worldWith();
  const evaluation = explainEvaluation();
  const before = await fingerprintOf(evaluation, host);
  const partsOf = async (other: Evaluation, otherHost = host) => {
    const now = await fingerprintOf(other, otherHost);
    return Object.keys(before).filter(
      (part) => now[part as keyof typeof now] !== before[part as keyof typeof before],
    );
  };
  expect(await partsOf(evaluation)).toEqual([]);
  expect(await partsOf({ ...evaluation, fixtures: evaluation.fixtures.slice(1) })).toEqual([
    'fixtures',
  ]);
  expect(await partsOf({ ...evaluation, thresholds: { minPassRate: 0.9 } })).toEqual([
    'thresholds',
  ]);
  expect(await partsOf({ ...evaluation, scorers: [{ kind: 'exact' }] })).toEqual(['scorers']);
  const dearer = new Map(
    [...situation.catalog].map(([reference, model]) => [
      reference,
      { ...model, prices: model.prices.map((price) => ({ ...price, input: price.input + 1 })) },
    ]),
  );
  const atOtherPrices = { ...host, situation: async () => ({ ...situation, catalog: dearer }) };
  expect(await partsOf(evaluation, atOtherPrices)).toEqual(['prices']);
  const planned = await planRun(evaluation, host, {});
  const running = runEvaluation(planned, atOtherPrices, {
    signal: new AbortController().signal,
    options: {},
  });
  await expect(running).rejects.toThrow('have changed since the run was planned. Plan it again.');
});
