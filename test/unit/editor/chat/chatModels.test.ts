import { expect, test, vi } from 'vitest';
import { TaskTypes } from '../../../../src/editor/tasks/taskTypes.ts';
import type { MadeDecision } from '../../../../src/editor/platform/runNews.ts';
import { LanguageModelChatMessage } from '../../../support/chatParts.ts';
import { type ChatRequest, chatWorld } from '../../../support/chatWorld.ts';
import { agentTools } from '../../../support/agentLoops.ts';
import { situationWith } from '../../../support/tasks.ts';
import { agentWithRepository } from '../../../support/wrappedPrompts.ts';

vi.mock('vscode', async () => {
  const { diskEditor } = await import('../../../support/diskEditor.ts');
  const { chatApi: api } = await import('../../../support/chatParts.ts');
  return { ...diskEditor(), ...api };
});

const { User, Assistant } = LanguageModelChatMessage;

/** A window whose requests are decided, and then find no provider. */
function windowOfDecisions() {
  const made: MadeDecision[] = [];
  const taskTypes = new TaskTypes(
    { get: () => undefined } as unknown as ConstructorParameters<typeof TaskTypes>[0],
    async (_prompt, guess) => guess,
  );
  const news = {
    emitDecision: (each: MadeDecision) => made.push(each),
    emitSpend: () => undefined,
  };
  const caps = async () => ({
    count: () => undefined,
    budgetGuard: (_: string, own: unknown) => own,
  });
  const world = chatWorld({
    situation: situationWith(),
    provider: () => undefined,
    parts: { news, taskTypes, caps },
  });
  return async (request: Omit<ChatRequest, 'model'>) => {
    await world.ask({ model: 'auto', ...request }).catch(() => undefined);
    return made.at(-1)!.task;
  };
}

const environment = User('<environment_info>\nLinux\n</environment_info>');
const words = 'Add a discount for orders over 100 euros to the cart';

test('after a summary the task is what was asked before it, whatever the summary tells', async () => {
  const taskOf = windowOfDecisions();
  const first = await taskOf({
    messages: [environment, User(agentWithRepository(words))],
    tools: agentTools,
  });
  expect(first).toMatchObject({ instruction: words, type: 'feature', turn: { kind: 'plan' } });
  const summary = User(
    '<conversation-summary>\nExplain why the review of the broken design fails its tests.\n</conversation-summary>',
  );
  const next = await taskOf({ messages: [environment, summary], tools: agentTools });
  expect(next).toMatchObject({ instruction: words, type: 'feature', turn: { kind: 'choose' } });
});

test('what an extension wants and what it is about are one question', async () => {
  const taskOf = windowOfDecisions();
  const messages = [
    User('You are an expert in unit tests. Write tests with vitest. Return code alone.'),
    User('export function total(lines) { return lines.length; }\n'.repeat(20)),
  ];
  expect((await taskOf({ messages, extension: 'somebody.tests' })).type).toBe('test');
  const review = [
    User('You review code. List the problems of this diff, the severe ones first.'),
    User(`@@ -1 +1,9 @@\n${'+export const rate = 2;\n'.repeat(9)}`),
  ];
  expect((await taskOf({ messages: review, extension: 'somebody.review' })).type).toBe('review');
  // What was said before an answer is another question.
  const later = [...messages, Assistant('Here they are.'), User('Explain the second one to me')];
  expect((await taskOf({ messages: later, extension: 'somebody.tests' })).type).toBe('explain');
});

test('an agent that sends its system text as an answer is read by its first words', async () => {
  const task = await windowOfDecisions()({
    messages: [
      Assistant('You are an engineer who explains, reviews and documents. '.repeat(50)),
      User(`<user_message>\n${words}\n</user_message>`),
    ],
    tools: agentTools,
    extension: 'somebody.agent',
  });
  expect(task).toMatchObject({ instruction: words, type: 'feature', turn: { kind: 'plan' } });
  expect(task.conversation?.system).toContain('You are an engineer');
});
