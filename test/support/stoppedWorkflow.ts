import { kitOf } from '../../src/execution/gates/gate.ts';
import type { Workflow } from '../../src/execution/workflow/definition.ts';
import { runWorkflow } from '../../src/execution/workflow/engine.ts';
import type { Journal } from '../../src/execution/workflow/journal/journal.ts';
import type { WorkflowContext } from '../../src/execution/workflow/workflowContext.ts';
import type { WorkflowEvent } from '../../src/execution/workflow/workflowEvents.ts';
import { toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import type { MoneyWorld, SettledRow } from './moneyWorld.ts';
import { type Answer, type Asked, startPacedModels } from './pacedModels.ts';
import { moneyWrongs, readUntil, type Stop, ways } from './stops.ts';
import { modelWith, policyWith, situationWith } from './tasks.ts';
import type { WireFormat } from './wires.ts';
import { only } from './workflowWorld.ts';

/** A workflow, and what its models answer. */
export interface Played {
  readonly workflow: Workflow;
  readonly answer: (asked: Asked) => Answer;
}

/** Never stops. */
export const toTheEnd: Stop = { way: 'returns', after: Number.POSITIVE_INFINITY };

const situation = situationWith({
  policy: policyWith({
    tiers: toTiers({
      fast: ['p/small', 'p/other'],
      balanced: ['p/medium'],
      reasoning: ['p/large'],
    }),
  }),
  catalog: new Map(
    (['p/small', 'p/other', 'p/medium', 'p/large'] as const).map((each) => [each, modelWith(each)]),
  ),
});

/** Runs a workflow against real HTTP and a real ledger until the stop, and says what is wrong then. */
export async function playWorkflow(
  { workflow, answer }: Played,
  {
    world,
    wire,
    stop,
  }: { readonly world: MoneyWorld; readonly wire: WireFormat; readonly stop: Stop },
) {
  const models = await startPacedModels(wire, answer);
  const account = world.account({ provider: async () => models.connect(), monotonic: models.now });
  const context: WorkflowContext = {
    ...account.context,
    sessionId: 'session',
    workspace: 'bookshop',
    maxOutputTokens: 1000,
    situation: async () => situation,
    gates: async () => kitOf([]),
    readFile: async () => undefined,
    tool: async () => ({ matches: [], count: 0 }),
  };
  const kept: WorkflowEvent[] = [];
  const journal: Journal = {
    write: (event) => void kept.push(event),
    saved: async () => undefined,
    bytes: () => 0,
    close: async () => undefined,
  };
  const user = new AbortController();
  const running = runWorkflow({ workflow, inputs: {}, journal }, context, user.signal);
  const events = await readUntil(running, stop, { user, models });
  const wrongs = [...(await moneyWrongs(account, models)), ...journalWrongs(kept, account.rows())];
  await models.close();
  return { events, kept, wrongs };
}

/** What the run's own limits still hold, and where its trace says another sum than the ledger. */
function journalWrongs(kept: readonly WorkflowEvent[], rows: readonly SettledRow[]): string[] {
  const settled = only(kept, 'callEnded');
  const ended = new Set([...settled, ...only(kept, 'callRefused')].map((each) => each.attemptId));
  const traced = settled.reduce((sum, { cost }) => sum + (cost.nanoUsd ?? Number.NaN), 0);
  const booked = rows.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? Number.NaN), 0);
  const stepsEnded = new Set(only(kept, 'stepEnded').map(({ step }) => step));
  return [
    ...only(kept, 'callStarted').flatMap(({ attemptId, step }) =>
      ended.has(attemptId) ? [] : [`the limit of ${step} holds a call`],
    ),
    ...only(kept, 'stepStarted').flatMap(({ step }) =>
      stepsEnded.has(step) ? [] : [`${step} never ends`],
    ),
    ...(traced === booked ? [] : [`the trace says ${traced}, the ledger ${booked}`]),
  ];
}

/** Runs it once for each event of a whole run and each way to stop there; resolves with what is wrong. */
export async function wrongsOfStops(
  played: Played,
  {
    world,
    wire,
    whole,
  }: { readonly world: MoneyWorld; readonly wire: WireFormat; readonly whole: number },
): Promise<string[]> {
  const stops = Array.from({ length: whole }, (_, at) =>
    ways.map((way) => ({ way, after: at + 1 })),
  ).flat();
  const wrongs = await Promise.all(
    stops.map(async (stop) => {
      const { events, wrongs } = await playWorkflow(played, { world, wire, stop });
      const at = `${stop.way} after ${stop.after} (${events[stop.after - 1]?.kind})`;
      return wrongs.map((wrong) => `${at}: ${wrong}`);
    }),
  );
  return wrongs.flat();
}
