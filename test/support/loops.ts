import type { Message } from '../../src/routing/conversation.ts';
import type { Model } from '../../src/routing/models/model.ts';
import type { Policy } from '../../src/routing/policy/policy.ts';
import type { Situation } from '../../src/routing/situation.ts';
import type { Task } from '../../src/routing/task.ts';
import { type LoopState, nothingYet, type Turn } from '../../src/routing/turns/turn.ts';
import { modelWith, policyWith, situationWith, taskWith } from './tasks.ts';

const tool = { name: 'runTests', description: 'Runs the tests', inputSchema: { type: 'object' } };

/** A loop of an agent in which nothing has happened yet; every field may be overridden. */
export function loopWith(fields: Partial<LoopState> = {}): LoopState {
  return { ...nothingYet, ...fields };
}

/** A task that is one turn of an agent's loop about a feature, after a call of a tool and its result. */
export function turnTask(
  turn: Partial<Omit<Turn, 'loop'>> & { readonly loop?: Partial<LoopState> } = {},
  fields: Partial<Task> = {},
): Task {
  const { loop, ...rest } = turn;
  return taskWith({
    type: 'feature',
    answerKind: 'prose',
    path: '',
    fileText: '',
    target: { startLine: 1, endLine: 1, text: '' },
    conversation: { system: '', messages: afterATool(), tools: [tool] },
    turn: { kind: 'read', by: 'agent', ...rest, loop: loopWith({ turns: 3, ...loop }) },
    ...fields,
  });
}

/** The developer's words, an answer that calls a tool, and the tool's result. */
export function afterATool(
  answer: Partial<Extract<Message, { role: 'assistant' }>> = {},
): readonly Message[] {
  const toolCalls = [{ id: 'c1', name: 'runTests', argumentsJson: '{}' }];
  return [
    { role: 'user', text: 'Add a discount.' },
    { role: 'assistant', text: '', toolCalls, ...answer },
    { role: 'tool', callId: 'c1', text: '3 passed' },
  ];
}

const usd = 1_000_000_000;

/**
 * The models of three tiers with the prices of a provider whose cached input costs a tenth and whose writes to
 * a cache cost a quarter more, USD per million tokens: fast 0.5, balanced 2, reasoning 4.
 */
export function loopModels(fields: Partial<Model> = {}): Map<string, Model> {
  const priced = (input: number) => ({
    from: '2026-01-01',
    source: 'test',
    input: input * usd,
    output: 5 * input * usd,
    cacheRead: (input / 10) * usd,
    cacheWrite: 1.25 * input * usd,
  });
  const rows = [
    ['p/small', 0.5],
    ['p/medium', 2],
    ['p/large', 4],
  ] as const;
  return new Map(
    rows.map(([reference, input]) => [
      reference,
      modelWith(reference, { prices: [priced(input)], ...fields }),
    ]),
  );
}

/** A situation with those models. */
export function loopSituation(
  fields: Partial<Situation> = {},
  policy: Partial<Policy> = {},
): Situation {
  const catalog = loopModels() as Situation['catalog'];
  return situationWith({ catalog, policy: policyWith(policy), ...fields });
}
