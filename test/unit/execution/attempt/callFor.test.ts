import { expect, test } from 'vitest';
import { callFor } from '../../../../src/execution/attempt/prompt.ts';
import type { Conversation } from '../../../../src/routing/conversation.ts';
import { modelWith, taskWith } from '../../../support/tasks.ts';

const tool = { name: 'read', description: 'Reads a file', inputSchema: { type: 'object' } };
const talk: Conversation = {
  system: 'You are terse.',
  messages: [
    { role: 'user', text: 'Hello' },
    { role: 'assistant', text: 'Yes?' },
    { role: 'user', text: 'Why?' },
  ],
  tools: [tool],
};
const options = { maxOutputTokens: 1000 };
const model = modelWith('p/small');

test('a conversation is sent as it is, with its tools', () => {
  const call = callFor(taskWith({ answerKind: 'prose', conversation: talk }), model, options);
  expect(call).toEqual({
    system: 'You are terse.',
    messages: talk.messages,
    tools: [tool],
    maxOutputTokens: 1000,
  });
});

test('one that brings no words for the system gets the usual ones', () => {
  const conversation = { ...talk, system: '', tools: [] };
  const call = callFor(taskWith({ answerKind: 'prose', conversation }), model, options);
  expect(call.system).toContain('Answer in Markdown');
  expect(call).not.toHaveProperty('tools');
});

test('the next model gets the earlier answers and why they were not enough', () => {
  const earlier = [
    { modelName: 'Small', tier: 'fast', text: 'Because.', shortcoming: 'It is too short.' },
    { modelName: 'Medium', tier: 'balanced', text: '', shortcoming: 'It said nothing.' },
  ];
  const task = taskWith({ answerKind: 'prose', conversation: talk, earlier });
  expect(callFor(task, model, options).messages.slice(3)).toEqual([
    { role: 'assistant', text: 'Because.' },
    {
      role: 'user',
      text: 'That is not good enough: It is too short.\nAnswer my request again.',
    },
  ]);
});

test('a statement of confidence is asked for in a conversation as well', () => {
  const task = taskWith({ answerKind: 'prose', conversation: talk });
  const { system } = callFor(task, model, { ...options, statesConfidence: true });
  expect(system).toMatch(/^You are terse\. .*Confidence: NN%/);
});
