import type { Choice, GatedPlan } from '../../src/routing/decision.ts';
import type { Runnable } from '../../src/execution/run.ts';
import type { Task } from '../../src/routing/task.ts';
import { largeModel, modelByReference, models, type TierName } from './models.ts';
import type { SimulatedWindow } from './window.ts';
import type { World } from './world.ts';

/** What a developer asks for: a task and the plan that was decided on. */
export interface Wanted {
  readonly task: Task;
  readonly plan: Runnable;
}

const fileText = 'const vat = 0.2;\n\nfunction total(prices: number[]): number {\n  return 0;\n}\n';
const target = { startLine: 3, endLine: 5, text: fileText.split('\n').slice(2, 5).join('\n') };
const tools = ['read', 'write'].map((name) => ({
  name,
  description: `${name} a file`,
  inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
}));

const weights = { direct: 5, agent: 1.5, cascade: 3, speculation: 1 } as const;
const tierWeights: Readonly<Record<Exclude<TierName, 'judge'>, number>> = {
  fast: 3,
  balanced: 5,
  reasoning: 2,
  free: 0.5,
  unpriced: 0.4,
  practice: 0.6,
};

export function makePlan(world: World, window: SimulatedWindow, tier?: TierName): Wanted {
  const { chance, weather } = world;
  const kind = weather.isPlain ? 'direct' : chance.weighted(weights);
  const task = makeTask(world, kind === 'agent');
  if (kind === 'direct' || kind === 'agent') {
    const asked = tier ?? (weather.isPlain ? 'balanced' : chance.weighted(tierWeights));
    return { task, plan: { kind: 'direct', choice: choiceFor(world, window, asked) } };
  }
  if (kind === 'speculation') {
    const ladder = [
      choiceFor(world, window, 'fast'),
      choiceFor(world, window, 'reasoning'),
    ] as const;
    return { task, plan: { kind, ...gated(world), ladder } };
  }
  const climb = chance.oneOf<readonly TierName[]>([
    ['fast', 'balanced'],
    ['fast', 'balanced', 'reasoning'],
    ['free', 'reasoning'],
    ['practice', 'balanced'],
  ]);
  const [first, ...rest] = climb.map((name) => choiceFor(world, window, name));
  const again = { retry: chance.isTrue(0.3), raiseEffort: chance.isTrue(0.2) };
  return { task, plan: { kind, ...gated(world), ...again, ladder: [first!, ...rest] } };
}

function makeTask(world: World, hasTools: boolean): Task {
  const instruction = 'Add up the prices, with value added tax.';
  const common = {
    id: world.newId('task'),
    type: 'refactor',
    instruction,
    diagnostics: [],
  } as const;
  if (!hasTools) {
    const place = { language: 'typescript', path: 'src/cart.ts', fileText, target, earlier: [] };
    return { ...common, answerKind: 'edit', ...place };
  }
  const messages = [{ role: 'user', text: instruction }] as const;
  return {
    ...common,
    answerKind: 'prose',
    conversation: { system: 'You are a careful programmer.', messages, tools },
    language: 'markdown',
    path: '',
    fileText: '',
    earlier: [],
    target: { startLine: 1, endLine: 1, text: '' },
  };
}

function gated({ chance }: World): Omit<GatedPlan, 'ladder'> {
  const hasJudge = chance.isTrue(0.4);
  return {
    gates: ['complete', 'command', ...(hasJudge ? (['judge'] as const) : [])],
    judges: [{ tier: 'judge', model: models.judge[0] }],
    caps: {
      attempts: chance.between(1, 5),
      ...(chance.isTrue(0.3) && { nanoUsd: chance.oneOf([1e6, 5e6, 30e6]) }),
      ...(chance.isTrue(0.3) && { seconds: chance.oneOf([2, 15, 90]) }),
    },
  };
}

/** The real choice of a tier's model now, with what may stand in for it. */
export function choiceFor(
  { product, chance, weather }: World,
  window: SimulatedWindow,
  tier: TierName,
): Choice {
  const references = models[tier].map(({ reference }) => ({ reference }));
  const state = { state: 'ready' } as const;
  const fact = { name: 'simulated', simulated: false, state };
  const { choice } = product.resolveTier(
    { name: tier, choices: references },
    { capabilities: [], tokens: 0 } as never,
    {
      catalog: modelByReference as never,
      providers: new Map(['p', 'q', 'j'].map((id) => [id, fact])),
      coolingDown: window.coolDowns.current(),
      today: '2026-11-21',
    },
  );
  const found = choice ?? { tier, model: models[tier][0] };
  const larger = { larger: [{ tier: 'large', model: largeModel }] };
  const effort = tier === 'reasoning' && chance.isTrue(0.3) ? ({ effort: 'high' } as const) : {};
  return { ...found, ...effort, ...(!weather.isPlain && chance.isTrue(0.3) && larger) };
}
