import { expect, test } from 'vitest';
import type { Conversation, Message } from '../../../../src/routing/conversation.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import { agentLoop, agentTools, calls } from '../../../support/agentLoops.ts';
import { agentWithRepository, askMode } from '../../../support/wrappedPrompts.ts';

const user = (text: string): Message => ({ role: 'user', text });
const asked = (system: string, ...texts: readonly string[]): Conversation => ({
  system,
  tools: [],
  messages: texts.map(user),
});
const diff = 'diff --git a/cart.ts b/cart.ts\n@@ -1 +1 @@\n-a\n+b';

/** Prompts in our own words, in the shapes of the clients' own; where each was seen: `sideCall.ts`. */
const sides: readonly (readonly [what: string, conversation: Conversation, side: string])[] = [
  [
    'VS Code, a title',
    asked(
      'You are good at short titles for conversations with a chatbot. No quotes.',
      'how do I rebase?',
      'Please write a brief title for the chat conversation above.',
    ),
    'title',
  ],
  [
    'a client with the whole prompt in one text',
    asked(
      '',
      'user: how do I rebase?\nassistant: so.\n\nGenerate a concise title for this conversation, 5 words or fewer, without quotes. Reply with the title only.',
    ),
    'title',
  ],
  [
    'Claude Code, whether the topic is new',
    asked(
      'Analyze if this message opens a new conversation topic. If so, extract a title of two or three words as JSON.',
      'add a cart',
    ),
    'title',
  ],
  [
    'VS Code, a commit message',
    asked(
      'You are a programmer who writes commit messages that say what changed.',
      `<original-code>\na\n</original-code>\n<code-changes>\n${diff}\n</code-changes>`,
    ),
    'commitMessage',
  ],
  [
    'an extension for git',
    asked(
      '',
      `Write a commit message for this diff, at most 72 characters, without explanation.\n${diff}`,
    ),
    'commitMessage',
  ],
  [
    'VS Code, a pull request',
    asked(
      'You write pull request titles and descriptions for the commits that you are given.',
      diff,
    ),
    'commitMessage',
  ],
  [
    'VS Code, names for a symbol',
    asked(
      'You suggest better names for symbols in code. Answer with a JSON list.',
      'const a = total();',
    ),
    'rename',
  ],
  [
    'VS Code, a line of progress',
    asked('Write a short, friendly progress message for what the agent does.', 'reads cart.ts'),
    'progress',
  ],
  [
    'VS Code, tools in groups',
    asked(
      'There are many tools. You group the tools into categories for the user.',
      '<tool name="a">x</tool>\n<tool name="b">y</tool>\nFollow the JSON schema.',
    ),
    'toolChoice',
  ],
  [
    'VS Code, what kind of request',
    {
      ...asked(
        'You are an intent classifier for coding assistants. Classify developer messages.',
        'add a cart',
      ),
      tools: [
        { name: 'categorize_prompt', description: 'Says the kind of a prompt.', inputSchema: {} },
      ],
    },
    'toolChoice',
  ],
  [
    'VS Code, a summary without tools',
    asked(
      'Your task is to summarize the conversation history between a developer and an assistant.',
      '<userRequest>\nadd a cart\n</userRequest>',
      'Summarize it now.',
    ),
    'summary',
  ],
  [
    'VS Code, a summary inside the loop',
    (() => {
      const loop = agentLoop([[calls.read()]]);
      return {
        ...loop,
        messages: [
          ...loop.messages,
          user(
            `Summarize the conversation history so far: what was asked, what was done, which files. ${'Be complete. '.repeat(30)}`,
          ),
        ],
      };
    })(),
    'summary',
  ],
  [
    'Claude Code, a compaction',
    (() => {
      const loop = agentLoop([[calls.edit()]]);
      return {
        ...loop,
        messages: [
          ...loop.messages,
          user(
            'CRITICAL: respond with text only, do not call any tools. Your task is to create a detailed summary of the conversation so far, so that the work can go on.',
          ),
        ],
      };
    })(),
    'summary',
  ],
  [
    'Codex, a checkpoint',
    asked(
      'You are Codex.',
      `You are performing a context checkpoint compaction. Create a handoff summary for another LLM that will resume the task. ${'Include what is left. '.repeat(20)}`,
    ),
    'summary',
  ],
];
test.each(sides)('%s', (_, conversation, side) => {
  expect(readTurn(conversation)).toMatchObject({
    kind: 'side',
    side,
    loop: { turns: 0, troubles: [], files: { attached: [], read: [], edited: [] } },
  });
});

const typed = [
  'write a commit message for this',
  `write a commit message for this diff, without quotes\n${diff}`,
  'give this chapter a title, at most 5 words',
  'suggest a better name for this variable',
  'summarize the conversation so far and continue',
  'which of these tools should I use?',
  'write a progress message for the loading screen',
];
test.each(typed)('what the developer types to an agent is no side call: %s', (words) => {
  expect(readTurn(agentLoop([], { words }))?.kind).toBe('plan');
});
test.each(typed)('nor in a chat without tools: %s', (words) => {
  const system = 'You are an AI programming assistant who answers questions of developers.';
  expect(readTurn(asked(system, askMode(words)))).toBeUndefined();
  expect(
    readTurn(
      asked(
        `${system} ${'You may be asked for titles of conversations. '.repeat(100)}`,
        agentWithRepository(words),
      ),
    ),
  ).toBeUndefined();
});
test.each(typed.filter((each) => !each.includes('diff')).slice(0, 1))(
  'nor typed without any wrapping: %s',
  (words) => {
    expect(readTurn(asked('', words))).toBeUndefined();
  },
);

test('a result of a tool is never the end of a side call', () => {
  const loop = agentLoop([
    [
      calls.read(
        '/w/prompt.md',
        'Write a brief title for the chat conversation above, 8 words or fewer.',
      ),
    ],
  ]);
  expect(readTurn(loop)?.kind).toBe('read');
  expect(readTurn({ ...loop, tools: agentTools.slice(0, 1) })?.kind).toBe('read');
});
