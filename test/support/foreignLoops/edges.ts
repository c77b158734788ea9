import type { Message } from '../../../src/routing/conversation.ts';
import { agentTools, calls } from '../agentLoops.ts';
import { type ForeignRequest, said, tool, user } from './foreignLoop.ts';
import { answers, asks, vscodeAgent } from './vscodeAgent.ts';

/* Edges of loops: ids, images, tools of servers, lengths, languages, repeats (sources: `vscodeAgent.ts`, `cline.ts`). */

const { read, edit, failedEdit, tests } = calls;
const words = 'Add a discount for orders over 100 euros to the cart';

/** A server that counts the ids of the calls of each answer from 0. */
const sameIds = (messages: readonly Message[]): Message[] =>
  messages.map((message) => {
    if (message.role === 'tool') return { ...message, callId: 'call_0' };
    if (message.role === 'user' || !message.toolCalls) return message;
    return { ...message, toolCalls: message.toolCalls.map((call) => ({ ...call, id: 'call_0' })) };
  });
const picture = { mimeType: 'image/png', base64: 'AAAA' };
const withPictures = (messages: readonly Message[]): Message[] =>
  messages.map((message) =>
    message.role === 'tool' ? { ...message, text: '', images: [picture] } : message,
  );
const mcpTools = [
  ...agentTools,
  tool('mcp_github_create_issue', 'owner repo title body', 'Creates an issue in a repository.'),
  tool('mcp_playwright_browser_take_screenshot', 'filename', 'Takes a screenshot of the page.'),
  tool('mcp_postgres_query', 'sql', 'Runs a read-only SQL query.'),
];
const finished = [asks(words), ...answers(0, [edit()], [tests(0)]), said('It is in.')];

export const edgeRequests: readonly ForeignRequest[] = [
  {
    name: 'an edit that failed, in a loop whose calls all have one id',
    conversation: vscodeAgent([asks(words), ...sameIds(answers(0, [read()], [failedEdit()]))]),
    right: { kind: 'repair', turns: 2, troubles: ['toolFailed'], tier: 'balanced' },
  },
  {
    name: 'an edit that was put right, in such a loop',
    conversation: vscodeAgent([
      asks(words),
      ...sameIds(answers(0, [failedEdit()], [read()], [edit()])),
    ]),
    right: { kind: 'edit', turns: 3, troubles: [], tier: 'balanced' },
  },
  {
    name: 'a screenshot of a page',
    conversation: vscodeAgent(
      [
        asks(words),
        ...withPictures(answers(0, [['mcp_playwright_browser_take_screenshot', {}, '']])),
      ],
      { tools: mcpTools },
    ),
    right: { words, turns: 1, troubles: [], tier: 'fast' },
  },
  {
    name: 'a server’s tool that failed',
    conversation: vscodeAgent(
      [
        asks(words),
        ...answers(0, [['mcp_postgres_query', { sql: 'select 1' }, 'MCP error -32603: no route']]),
      ],
      { tools: mcpTools },
    ),
    right: { words, turns: 1, troubles: ['toolFailed'] },
  },
  {
    name: 'two subagents side by side',
    conversation: vscodeAgent([
      asks(words),
      ...answers(0, [calls.subagent('It is in cart.ts.'), calls.subagent('Nobody calls it.')]),
    ]),
    right: { words, kind: 'choose', by: 'agent', turns: 1, tier: 'fast' },
  },
  {
    name: 'a first message with a long log',
    conversation: vscodeAgent([asks(`${words}\n\n${'12:00 INFO started\n'.repeat(20_000)}`)]),
    right: { kind: 'plan', turns: 0 },
  },
  {
    name: 'words in Chinese',
    conversation: vscodeAgent([asks('给购物车添加折扣，并编写测试')]),
    right: { words: '给购物车添加折扣，并编写测试', kind: 'plan', turns: 0 },
  },
  {
    name: 'the same request again after an error',
    conversation: vscodeAgent([...finished, asks(words)]),
    right: { words, kind: 'plan', turns: 0, types: ['feature'] },
  },
  {
    name: 'a loop with other tools than before',
    conversation: vscodeAgent([asks(words), ...answers(0, [read()], [edit()])], {
      tools: agentTools.slice(0, 4),
    }),
    right: { words, kind: 'edit', turns: 2, tier: 'balanced' },
  },
  {
    name: '“continue” as the first words of all',
    conversation: vscodeAgent([asks('continue')]),
    right: { words: 'continue', kind: 'plan', turns: 0 },
  },
  {
    name: '“continue with the tests” is a task',
    conversation: vscodeAgent([...finished, asks('continue with the tests')]),
    right: { words: 'continue with the tests', kind: 'plan', turns: 0, types: ['test'] },
  },
  {
    name: '“no” is no leave to go on',
    conversation: vscodeAgent([...finished, asks('no')]),
    right: { words: 'no', kind: 'plan', turns: 0 },
  },
  {
    name: 'the second of the ways that the agent offered',
    conversation: vscodeAgent([asks(words), said('1. A rate. 2. A rule.'), asks('option 2')]),
    right: { words, kind: 'choose', turns: 1, types: ['feature'] },
  },
  {
    name: 'a developer who quotes a notice',
    conversation: vscodeAgent([
      ...finished,
      asks('Why did I get "You were about to complete but a hook blocked you"?'),
    ]),
    right: { kind: 'plan', turns: 0, types: ['explain', 'debug'] },
  },
  {
    name: 'words without tags after an answer, in a chat whose words have tags',
    conversation: vscodeAgent([...finished, user('now rename the file')]),
    right: { words: 'now rename the file', kind: 'plan', turns: 0 },
  },
  {
    name: 'what the developer says to a finished task of Roo Code',
    conversation: {
      system: 'You are Roo.',
      tools: [...agentTools, tool('attempt_completion', 'result', 'Presents the result.')],
      messages: [
        user(`<user_message>\n${words}\n</user_message>`),
        ...answers(0, [edit()]),
        ...answers(1, [
          [
            'attempt_completion',
            { result: 'Done.' },
            '<user_message>\nalso explain it in the README\n</user_message>',
          ],
        ]),
        user('<environment_details>\n# Current Mode\n<slug>code</slug>\n</environment_details>'),
      ],
    },
    right: { words: 'also explain it in the README', kind: 'plan', turns: 0 },
  },
  {
    name: 'the same where calls are written in the text',
    conversation: {
      system: 'You are Cline.',
      tools: [],
      messages: [
        user(`<task>\n${words}\n</task>\n<environment_details>\nx\n</environment_details>`),
        said('<attempt_completion>\n<result>Done.</result>\n</attempt_completion>'),
        user(
          '[attempt_completion] Result:\nThe user looked at it and has remarks.\n<feedback>\nalso explain it in the README\n</feedback>\n<environment_details>\nx\n</environment_details>',
        ),
      ],
    },
    right: { words: 'also explain it in the README', kind: 'plan', turns: 0 },
  },
  {
    name: 'an edit that was denied in the text, with the reason',
    conversation: {
      system: 'You are Cline.',
      tools: [],
      messages: [
        user(`<task>\n${words}\n</task>\n<environment_details>\nx\n</environment_details>`),
        said('<write_to_file>\n<path>src/cart.ts</path>\n</write_to_file>'),
        user(
          "[write_to_file for 'src/cart.ts'] Result:\nThe user denied this operation and provided the following feedback:\n<feedback>\nput it into pricing.ts\n</feedback>\n<environment_details>\nx\n</environment_details>",
        ),
      ],
    },
    right: { words, kind: 'repair', turns: 1, troubles: ['rejected'], tier: 'balanced' },
  },
];
