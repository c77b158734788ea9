import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkConversation } from '../../../../demo/practiceServer/wires/anthropicChecks.ts';
import { checkMessages } from '../../../../demo/practiceServer/wires/compatibleChecks.ts';
import { checkInput, checkSchema } from '../../../../demo/practiceServer/wires/openaiChecks.ts';
import { usualManner } from '../../../../src/providers/anthropic/manner.ts';
import { anthropicBody } from '../../../../src/providers/anthropic/messages.ts';
import { openaiBody } from '../../../../src/providers/openai/messages.ts';
import { usualDialect } from '../../../../src/providers/openaiCompatible/dialect.ts';
import { chatBody, type Dialect } from '../../../../src/providers/openaiCompatible/messages.ts';
import type { ModelCall } from '../../../../src/providers/provider.ts';
import type { Message } from '../../../../src/routing/conversation.ts';

// Ids as makers really write them, few enough that they repeat, and anything else.
const id = fc.oneof(
  fc.constantFrom('call_0', 'functions.read:0', 'toolu_01A', 'a'.repeat(391), '', 'VlqUp91sd', '7'),
  fc.string(),
);
const text = fc.oneof(fc.constantFrom('', ' ', '\n\n', 'Go on.'), fc.string());
const call = fc.record({
  id,
  name: fc.constantFrom('read', 'write'),
  argumentsJson: fc.constantFrom('{}', '{"path":"a"}', 'no JSON', '[]', ''),
});
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), text }),
  fc.record({ role: fc.constant('tool' as const), callId: id, text }),
  fc.record({
    role: fc.constant('assistant' as const),
    text,
    toolCalls: fc.array(call, { maxLength: 3 }),
  }),
);
const schema = fc.constantFrom<Record<string, unknown>>(
  {},
  { type: 'object' },
  { type: 'string' },
  { anyOf: [{ type: 'object', properties: { a: {} }, required: ['a'] }, { type: 'null' }] },
  { type: 'object', properties: { list: { type: 'array' } } },
);
const anyCall: fc.Arbitrary<ModelCall> = fc.record({
  model: fc.constant('m'),
  system: text,
  maxOutputTokens: fc.constant(100),
  messages: fc.array(message, { maxLength: 12 }),
  tools: fc.array(
    fc.record({ name: fc.constantFrom('read', 'write'), description: text, inputSchema: schema }),
    {
      maxLength: 3,
    },
  ),
  cacheKey: fc.constant('key'),
});

const mistral: Dialect = {
  ...usualDialect,
  toolCallIds: 'nine',
  userAfterTool: false,
  assistantLast: false,
};
const deepseek: Dialect = { ...usualDialect, reasoningContent: 'always' };
const gemini: Dialect = { ...usualDialect, madeSignatures: true };

function withoutSystem(asked: ModelCall, dialect: Dialect) {
  const { messages } = chatBody(asked, dialect);
  return messages.filter(({ role }) => role !== 'system') as never as Record<string, unknown>[];
}

function checkResponses(asked: ModelCall): void {
  const { input, tools = [] } = openaiBody(asked) as unknown as {
    input: Record<string, unknown>[];
    tools?: { name: string; parameters: unknown }[];
  };
  checkInput(input, 'm');
  for (const { name, parameters } of tools) checkSchema({ name, schema: parameters });
}

const checks: readonly (readonly [string, (asked: ModelCall) => void])[] = [
  ['anthropic', (asked) => checkConversation(anthropicBody(asked) as never)],
  ['openai', checkResponses],
  ['openaiCompatible', (asked) => checkMessages(withoutSystem(asked, usualDialect), 'plain')],
  ['Mistral', (asked) => checkMessages(withoutSystem(asked, mistral), 'mistral')],
  ['DeepSeek', (asked) => checkMessages(withoutSystem(asked, deepseek), 'deepseek')],
  ['Gemini', (asked) => checkMessages(withoutSystem(asked, gemini), 'gemini')],
];

test.each(checks)('%s accepts any conversation as it is written for it', (_, check) => {
  const accepted = fc.property(anyCall, (asked) => {
    expect(() => check(asked)).not.toThrow();
  });
  fc.assert(accepted, { numRuns: 400 });
});

test.each([
  [
    'anthropic',
    (asked: ModelCall) =>
      anthropicBody(asked, { ...usualManner, summaries: false, cacheMarks: false }).messages,
  ],
  ['openai', (asked: ModelCall) => openaiBody(asked).input as unknown[]],
  ['openaiCompatible', (asked: ModelCall) => chatBody(asked, usualDialect).messages],
] as const)('%s: the beginning of a prompt is the same in the next turn', (_, write) => {
  const next = fc.tuple(anyCall, fc.string({ minLength: 1 }), fc.string());
  fc.assert(
    fc.property(next, ([asked, answer, question]) => {
      fc.pre(answer.trim() !== '' && asked.messages.at(-1)?.role === 'user');
      fc.pre(asked.messages.at(-1)!.text.trim() !== '');
      const more: Message[] = [
        ...asked.messages,
        { role: 'assistant', text: answer },
        { role: 'user', text: question },
      ];
      const before = JSON.stringify(write(asked)).slice(0, -1);
      expect(JSON.stringify(write({ ...asked, messages: more })).startsWith(before)).toBe(true);
    }),
    { numRuns: 400 },
  );
});
