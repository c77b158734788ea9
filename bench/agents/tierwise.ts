import { imageTokens } from '../../src/routing/candidates/requirements.ts';
import type { WarmCache } from '../../src/routing/caches/warmCache.ts';
import type { Conversation, Image, Message } from '../../src/routing/conversation.ts';
import { decide } from '../../src/routing/decide/decide.ts';
import { toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../src/routing/situation.ts';
import { conversationTask, type Task, type TaskType } from '../../src/routing/task.ts';
import { policyWith, readyProvider, situationWith } from '../../test/support/tasks.ts';
import type { Bill, PlayedTurn } from './bill.ts';
import type { DrawnConversation, DrawnTurn } from './conversations.ts';
import { type Ladder, today } from './ladders.ts';
import type { Weight } from './wantedTier.ts';

/*
 * What the product decides, turn after turn: `decide` itself, with the shipped rules and tiers of one model
 * each. A turn is the task that the editor makes of an agent's request, and the caches are what the editor
 * remembers of earlier requests: which model was asked when, and how much of the prompt it has read.
 */

const names = ['fast', 'balanced', 'reasoning'];

/** A task type of each weight. The type of the developer's words holds for a whole conversation. */
const types: Readonly<Record<Weight, TaskType>> = {
  routine: 'docs',
  everyday: 'feature',
  hard: 'debug',
};

/** Where a product with these tiers runs each turn of a conversation. */
export interface Decided {
  readonly played: readonly PlayedTurn[];
  /**
   * What the turns need by the policy: the same where nothing is cached, or a lower tier where the caches made
   * the product ask it to think harder instead of the next one.
   */
  readonly wanted: readonly PlayedTurn[];
}

export function tierwise(
  { turns, weight }: DrawnConversation,
  { bill, ladder }: { readonly bill: Bill; readonly ladder: Ladder },
): Decided {
  const situation = situationOf(ladder);
  const played: PlayedTurn[] = [];
  const wanted: PlayedTurn[] = [];
  const lastAsked = [-1, -1, -1];
  for (const [at, turn] of turns.entries()) {
    const task = taskOf(turn, weight);
    const caches = ladder.models.flatMap(({ reference }, tier): WarmCache[] => {
      const asked = lastAsked[tier]!;
      const prefixTokens = asked < 0 ? 0 : bill.sharedTokens(at, asked);
      return asked < 0 ? [] : [{ model: reference, prefixTokens, atMs: turns[asked]!.atMs }];
    });
    const now = { ...situation, nowMs: turn.atMs };
    const uncached = decidedFor(task, now);
    const decided = decidedFor(task, { ...now, caches });
    wanted.push(decided.tier < uncached.tier ? decided : uncached);
    played.push(decided);
    lastAsked[decided.tier] = at;
  }
  return { played, wanted };
}

function decidedFor(task: Task, situation: Situation): PlayedTurn {
  const { plan } = decide(task, situation);
  if (plan.kind !== 'direct') throw new Error(`A turn was given a plan of kind ${plan.kind}.`);
  const { tier, effort } = plan.choice;
  return { tier: names.indexOf(tier), thinksHarder: effort !== undefined };
}

function situationOf({ models }: Ladder): Situation {
  const tiers = names.map((name, at) => [name, [models[at]!.reference]] as const);
  const providers = models.map(({ reference }) => reference.slice(0, reference.indexOf('/')));
  return situationWith({
    policy: policyWith({ tiers: toTiers(Object.fromEntries(tiers)) }),
    catalog: new Map(models.map((model) => [model.reference, model])),
    providers: new Map(providers.map((name) => [name, readyProvider])),
    today,
  });
}

/** The task of a turn, whose prompt is estimated at its tokens. */
export function taskOf({ turn, promptTokens }: DrawnTurn, weight: Weight): Task {
  const words = 'Do it.';
  const toolCalls = [{ id: 'call', name: 'runTests', argumentsJson: '{}' }];
  const step: readonly Message[] = [
    { role: 'assistant', text: '', toolCalls },
    { role: 'tool', callId: 'call', text: '' },
  ];
  const { system, images } = sizedLike(promptTokens);
  const conversation: Conversation = {
    system,
    messages: [{ role: 'user', text: words, images }, ...(turn.loop.turns === 0 ? [] : step)],
    tools: [{ name: 'runTests', description: 'Runs the tests', inputSchema: {} }],
  };
  return conversationTask({ id: '', type: types[weight], instruction: words, turn }, conversation);
}

/** Of words, call and tool. */
const otherTokens = 60;
const charactersPerToken = 3.7;
const text = 'x'.repeat(imageTokens * charactersPerToken);
const image: Image = { mimeType: 'image/png', base64: '' };

/**
 * All else that a prompt holds. Counting the characters of a long text would take most of the bench's time, so
 * it is images, which the product counts at so many tokens each without looking at them, and a short text.
 */
function sizedLike(promptTokens: number): Pick<Conversation, 'system'> & { images: Image[] } {
  const tokens = promptTokens - otherTokens;
  return {
    system: text.slice(0, Math.round((tokens % imageTokens) * charactersPerToken)),
    images: Array.from({ length: Math.floor(tokens / imageTokens) }, () => image),
  };
}
