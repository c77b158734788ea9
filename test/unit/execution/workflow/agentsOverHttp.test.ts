import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTriageWorld } from '../../../../bench/triage/world.ts';
import {
  startPracticeServer,
  type PracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import { root } from '../../../../scripts/tools.mjs';
import type { WorkflowContext } from '../../../../src/execution/workflow/workflowContext.ts';
import { spentIn, traceOf, type Trace } from '../../../../src/execution/workflow/journal/trace.ts';
import { only, played, workflowFrom } from '../../../support/workflowWorld.ts';
import { inSession } from '../../../support/sessionReport.ts';

const project = join(root, 'demo', 'workspace');
const surveyFile = join(project, '.tierwise', 'workflows', 'surveyFile.yaml');

const wires = ['practice-openai', 'practice-anthropic', 'practice-compatible'];

let practice: PracticeServer;
let scratch: string;
beforeAll(async () => void (practice = await startPracticeServer({ pace: 0 })));
afterAll(() => practice.close());
beforeEach(async () => {
  practice.reset();
  scratch = await mkdtemp(join(tmpdir(), 'agents-'));
});
afterEach(() => rm(scratch, { recursive: true }));

/** The workspace as files; a search finds the lines of one file, or nothing at all. */
function inProject(context: WorkflowContext, found: readonly string[]): WorkflowContext {
  const matches = found.map((text, index) => ({ path: 'src/orders.ts', line: index + 1, text }));
  return {
    ...context,
    readFile: async (path) => ({
      text: await readFile(join(project, path), 'utf8'),
      language: 'typescript',
    }),
    tool: async () => ({ matches, count: matches.length }),
  };
}

type Settings = Readonly<Record<string, unknown>>;

/** The strongest tier begins with a model that the server does not have. */
function withGoneModel(settings: Settings): Settings {
  const large = 'practice-anthropic/practice-large';
  const gone = 'practice-anthropic/practice-gone';
  const models = settings['tierwise.models'] as Record<string, object>;
  const tiers = settings['tierwise.tiers'] as Record<string, string[]>;
  return {
    ...settings,
    'tierwise.models': { ...models, [gone]: { ...models[large], name: 'Gone' } },
    'tierwise.tiers': { ...tiers, reasoning: [gone, large] },
  };
}

const usualTiers = ['fast', 'balanced', 'reasoning'];

/** The practice settings with one more tier, `own`, which comes first so that the strongest stays last. */
function withTier(model: string): (settings: Settings) => Settings {
  return (settings) => {
    const tiers = settings['tierwise.tiers'] as Record<string, string[]>;
    const models = settings['tierwise.models'] as Record<string, object>;
    const like = models['practice-openai/practice-medium'];
    return {
      ...settings,
      'tierwise.models': { ...models, [model]: models[model] ?? like! },
      'tierwise.tiers': { own: [model], ...tiers },
    };
  };
}

/** Plays the demo's survey of `src/orders.ts`; its definition and the settings may be changed before. */
async function survey({
  edit = (yaml) => yaml,
  settings = (same) => same,
  found = ["import { placeOrder } from './orders.ts';"],
}: {
  readonly edit?: (yaml: string) => string;
  readonly settings?: (settings: Settings) => Settings;
  readonly found?: readonly string[];
}) {
  const { context, close } = await openTriageWorld(practice.url, scratch, settings);
  const yaml = edit(await readFile(surveyFile, 'utf8'));
  const workflow = await workflowFrom(yaml, [...usualTiers, 'own']);
  const request = { workflow, inputs: { file: 'src/orders.ts' } };
  try {
    const controller = new AbortController();
    const { events, end } = await played(request, {
      context: inProject(context, found),
      controller,
    });
    await practice.idle();
    const billed = practice.billing().reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
    const trace = traceOf(events);
    const { total } = await context.ledger.report(inSession('bench'));
    expect(billed).toBeGreaterThan(0);
    const reported = { run: end.practiceNanoUsd, trace: practiceIn(trace), ledger: total.nanoUsd };
    expect(reported).toEqual({ run: billed, trace: billed, ledger: billed });
    expect([end.spentNanoUsd, spentIn(trace).nanoUsd, total.simulated]).toEqual([0, 0, true]);
    return { end, trace, others: only(events, 'ranOther'), answer: String(end.value) };
  } finally {
    await close();
  }
}

/** What each agent's answers came from, as its provider was asked: `fast practice-small`. */
function ranOn({ steps }: Trace): Record<string, string[]> {
  const models = [...steps.values()].map(({ id, calls }): [string, string[]] => [
    id,
    [...new Set(calls.map(({ tier, model }) => `${tier} ${model.split('/')[1]}`))],
  ]);
  return Object.fromEntries(models);
}

const declared = {
  survey: ['balanced practice-medium'],
  'survey/reader/1': ['fast practice-small'],
  'survey/finder/2': ['balanced practice-medium'],
  'survey/reviewer/3': ['reasoning practice-large'],
};

test('a coordinator and three agents on three tiers: each on its own model, all of it billed', async () => {
  const { end, trace, others, answer } = await survey({});
  expect(end).toMatchObject({ status: 'done', unknownCalls: 0 });
  expect(ranOn(trace)).toEqual(declared);
  expect(others).toEqual([]);
  expect(answer).toMatch(/^Practice model \(practice-medium\), of all parts:\n/);
  expect(answer).toMatch(/- reader: Practice model \(practice-small\): it offers .*`placeOrder`/);
  expect(answer).toContain(
    '- finder: Practice model (practice-medium): found in src/orders.ts, line 1.',
  );
  expect(answer).toMatch(/- reviewer: Practice model \(practice-large\): line \d+: /);
  const bills = practice.billing().map(({ model }) => model);
  expect(bills.filter((model) => model === 'practice-large')).toHaveLength(2);
});

test.each(wires)('a coordinator on the wire of %s hands out three tasks at once', async (wire) => {
  const { trace, answer } = await survey({
    edit: (yaml) => yaml.replace('model: balanced', 'model: own'),
    settings: withTier(`${wire}/practice-medium`),
  });
  expect(trace.steps.get('survey')!.calls).toHaveLength(2);
  expect(answer.match(/^- \w+: Practice model/gm)).toHaveLength(3);
});

test('an agent that never comes to an end is stopped by its share; the others are not', async () => {
  const { end, trace, answer } = await survey({
    found: [],
    edit: (yaml) => yaml.replace('budgetShare: 0.2', 'budgetShare: 0.1\n    maxTurns: 100'),
  });
  const finder = trace.steps.get('survey/finder/2')!;
  expect(finder).toMatchObject({ status: 'failed' });
  expect(finder.problem).toContain(
    'The budget of the agent “finder” ($0.050) in practice money does not allow',
  );
  expect(finder.calls.length).toBeGreaterThan(3);
  expect(practiceIn(trace, finder.id)).toBeLessThanOrEqual(50_000_000);
  expect(end.status).toBe('done');
  expect(answer).toContain('- finder: failed. The budget of the agent “finder”');
  expect(answer).toContain('`placeOrder`');
});

test('an agent whose model is not there fails, is not billed, and the others go on', async () => {
  const { end, trace, answer } = await survey({
    edit: (yaml) => yaml.replace('model: fast', 'model: own'),
    settings: withTier('practice-openai/practice-gone'),
  });
  expect(end.status).toBe('done');
  expect(trace.steps.get('survey/reader/1')).toMatchObject({ status: 'failed' });
  expect(answer).toMatch(/- reader: failed\. The model could not be asked: .*practice-gone/);
  expect(answer).toContain('- reviewer: Practice model (practice-large): line ');
  expect(practice.billing().map(({ model }) => model)).not.toContain('practice-small');
});

test('when a stand-in answers for an agent, the trace says so, and the stand-in is billed', async () => {
  const { trace, others } = await survey({ settings: withGoneModel });
  expect(others[0]).toMatchObject({
    step: 'survey/reviewer/3',
    declared: 'reasoning',
    ran: 'reasoning (practice Large)',
    why: 'practice Gone could not be reached',
  });
  expect(trace.steps.get('survey/reviewer/3')!.ranOther).toBeDefined();
  expect(practice.billing().map(({ model }) => model)).toContain('practice-large');
});

function practiceIn(trace: Trace, step?: string): number | undefined {
  return spentIn(trace, step).practice?.nanoUsd;
}
