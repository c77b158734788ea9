import type { Conversation, Message } from '../../../src/routing/conversation.ts';
import { answersOf, type Called } from '../agentLoops.ts';
import { cline as clineMessage } from '../wrappedPrompts.ts';
import { type ForeignRequest, said, tool, user } from './foreignLoop.ts';

/*
 * Cline, Roo Code and Kilo Code through `vscode.lm`, which takes no system text: they send theirs as an answer
 * before anything was asked (`messages.ts` of the chat reads it as one). Shapes: github.com/cline/cline at 21cb8d25, apps/vscode/src/sdk/vscode-lm, core/prompts/responses.ts and
 * sdk/packages/core/src/extensions/context; github.com/RooCodeInc/Roo-Code at cb836567, src/api/providers/vscode-lm.ts,
 * src/core/prompts/responses.ts and src/core/condense.
 */

const systemText =
  'You are Roo, an engineer who works step by step.\n\n====\n\nTOOL USE\n\nThe developer lets each call of a tool through. '.repeat(
    20,
  );
const xmlSystem =
  'You are Cline, an engineer.\n\nTOOL USE\n\nWrite a call as tags:\n<read_file>\n<path>src/main.js</path>\n</read_file>\n\n# Tools\n## execute_command\n## read_file\n## write_to_file\n## replace_in_file\n'.repeat(
    30,
  );

const tools = [
  tool('read_file', 'path', 'Reads the contents of a file.'),
  tool('search_files', 'path regex', 'Searches files by a regular expression.'),
  tool('apply_diff', 'path diff', 'Applies search and replace blocks to a file.'),
  tool('write_to_file', 'path content', 'Writes a file.'),
  tool('execute_command', 'command cwd', 'Runs a command.'),
  tool('attempt_completion', 'result', 'Presents the result to the user.'),
  tool('ask_followup_question', 'question follow_up', 'Asks the user.'),
  tool('update_todo_list', 'todos', 'Keeps the list.'),
];

const details = (mode = 'code') =>
  `<environment_details>\n# VSCode Visible Files\nsrc/cart.ts\n\n# Current Mode\n<slug>${mode}</slug>\n<name>${mode}</name>\n</environment_details>`;
const asks = (words: string, mode?: string) =>
  user(`<user_message>\n${words}\n</user_message>\n\n${details(mode)}`);
/** What stands beside results of tools in each of its requests. */
const beside = (mode?: string) => user(details(mode));

const native = (
  messages: readonly Message[],
  fields: Partial<Conversation> = {},
): Conversation => ({
  system: systemText,
  tools,
  messages,
  ...fields,
});
const answers = (from: number, ...each: readonly (readonly Called[])[]) => answersOf(each, from);

const words = 'Add a discount for orders over 100 euros to the cart';
const reads: Called = ['read_file', { path: 'src/cart.ts' }, '1 | export const total = 1;'];
const changes: Called = [
  'apply_diff',
  { path: 'src/cart.ts', diff: '<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE' },
  '<file_write_result>\n<path>src/cart.ts</path>\n<operation>modified</operation>\n</file_write_result>',
];
const testsFail: Called = [
  'execute_command',
  { command: 'npx vitest run' },
  'Command executed in terminal within working directory. Exit code: 1\nOutput:\n Tests  1 failed | 3 passed (4)',
];
const nudge = user(
  'Above is the result of calling one or more tools. Nobody else sees it, so explain what of it matters.',
);
const refused = (result: object): Called => [
  'apply_diff',
  { path: 'src/cart.ts', diff: '<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE' },
  JSON.stringify(result),
];
const xml = (messages: readonly Message[]): Conversation => ({
  system: xmlSystem,
  tools: [],
  messages,
});

export const clineRequests: readonly ForeignRequest[] = [
  {
    name: 'Roo’s first request',
    conversation: native([asks(words)]),
    right: { words, kind: 'plan', by: 'agent', types: ['feature'], tier: 'reasoning' },
  },
  {
    name: 'Roo in its architect mode',
    conversation: native([asks(words, 'architect')]),
    right: { words, kind: 'plan', by: 'planner' },
  },
  {
    name: 'Cline’s first request, whose tools are written in the text',
    conversation: xml([user(clineMessage(words))]),
    right: { words, kind: 'plan', by: 'agent', types: ['feature'], tier: 'reasoning' },
  },
  {
    name: 'Cline after it read a file',
    conversation: xml([
      user(clineMessage(words)),
      said('<read_file>\n<path>src/cart.ts</path>\n</read_file>'),
      user(`[read_file for 'src/cart.ts'] Result:\n1 | export const total = 1;\n\n${details()}`),
    ]),
    right: { words, kind: 'read', turns: 1, tier: 'fast' },
  },
  {
    name: 'details of the environment beside results',
    conversation: native([
      asks(words),
      ...answers(0, [reads]),
      beside(),
      ...answers(1, [changes]),
      beside(),
    ]),
    right: { words, kind: 'edit', turns: 2, types: ['feature'], tier: 'balanced' },
  },
  {
    name: 'the reminder that the user cannot see results',
    conversation: native([asks(words), ...answers(0, [reads]), nudge]),
    right: { words, kind: 'read', turns: 1, types: ['feature'], tier: 'fast' },
  },
  {
    name: 'the same reminder of an agent that tags nothing',
    conversation: {
      system: '',
      tools,
      messages: [
        user('You are a coding assistant that works with tools.'),
        user(words),
        ...answers(0, [reads]),
        nudge,
      ],
    },
    right: { words, kind: 'read', turns: 1, types: ['feature'], tier: 'fast' },
  },
  {
    name: 'tests that fail after an edit',
    conversation: native([asks(words), ...answers(0, [changes], [testsFail]), beside()]),
    right: { words, kind: 'repair', troubles: ['checkFailed'], tier: 'balanced' },
  },
  {
    name: 'an error as JSON',
    conversation: native([
      asks(words),
      ...answers(0, [
        refused({ status: 'error', message: 'The tool execution failed', error: 'No match' }),
      ]),
      beside(),
    ]),
    right: { words, kind: 'repair', troubles: ['toolFailed'], tier: 'balanced' },
  },
  {
    name: 'a denied edit',
    conversation: native([
      asks(words),
      ...answers(0, [refused({ status: 'denied', message: 'The user denied this operation.' })]),
      beside(),
    ]),
    right: { words, kind: 'choose', troubles: [] },
  },
  {
    name: 'a denied edit with the reason',
    conversation: native([
      asks(words),
      ...answers(0, [
        refused({ status: 'denied', feedback: 'No, that is wrong. Put it into pricing.ts.' }),
      ]),
      beside(),
    ]),
    right: { words, kind: 'repair', troubles: ['rejected'], tier: 'balanced' },
  },
  {
    name: 'two denied edits',
    conversation: native([
      asks(words),
      ...answers(
        0,
        [refused({ status: 'denied', feedback: 'Put it into pricing.ts.' })],
        [refused({ status: 'denied', feedback: 'Still the wrong file.' })],
      ),
      beside(),
    ]),
    right: { words, kind: 'repair', troubles: ['rejected', 'rejected'], tier: 'reasoning' },
  },
  {
    name: 'an answer that called no tool',
    conversation: native([
      asks(words),
      said('I think the discount belongs into total().'),
      user(
        `[ERROR] You did not use a tool in your previous response! Use one now.\n\n# Next Steps\n\nFinish with attempt_completion.\n\n${details()}`,
      ),
    ]),
    right: { words, turns: 1, types: ['feature'], kind: 'choose', tier: 'fast' },
  },
  {
    name: 'a conversation that Roo condensed',
    conversation: native([
      user(
        `## Conversation Summary\n<summary>\n1. Primary Request and Intent: ${words}\n9. Optional Next Step: explain why the review failed\n</summary>\n\n<system-reminder>\n## Active Workflows\n</system-reminder>\n\n${details()}`,
      ),
    ]),
    right: { kind: 'choose', tier: 'fast' },
  },
  {
    name: 'a conversation that Cline compacted',
    conversation: native([
      asks(words),
      user('Context summary:\n\nThe user wants a discount. cart.ts is changed. Next: tests.'),
      ...answers(1, [changes]),
      nudge,
    ]),
    right: { words, kind: 'edit', types: ['feature'], tier: 'balanced' },
  },
  {
    name: 'a history that was cut off at the front',
    conversation: xml([
      user('[Continue assisting the user!]'),
      said('[NOTE] Earlier messages were left out to save room.'),
      user(`[read_file for 'src/cart.ts'] Result:\n1 | export const total = 1;\n\n${details()}`),
    ]),
    right: { kind: 'read', tier: 'fast' },
  },
  {
    name: 'a task that is taken up again',
    conversation: native([
      asks(words),
      ...answers(0, [reads], [changes]),
      user(
        `[TASK RESUMPTION] The work stopped 2 hours ago, so look where it stands.\n\n${details()}`,
      ),
    ]),
    right: { words, kind: 'edit', turns: 2, types: ['feature'] },
  },
  {
    name: 'a task that is taken up again with new words',
    conversation: native([
      asks(words),
      ...answers(0, [reads], [changes]),
      user(
        `[TASK RESUMPTION] Resuming task...\n\n<user_message>\nalso print it on the invoice\n</user_message>\n\n${details()}`,
      ),
    ]),
    right: { words: 'also print it on the invoice', kind: 'plan', turns: 0 },
  },
  {
    name: 'an answer to the agent’s question',
    conversation: native([
      asks(words),
      ...answers(0, [
        [
          'ask_followup_question',
          { question: 'Which currency?', follow_up: [] },
          '<user_message>\neuros only\n</user_message>',
        ],
      ]),
      beside(),
    ]),
    right: { words, kind: 'choose', turns: 1, types: ['feature'] },
  },
  {
    name: 'Cline’s plan mode and the switch to acting',
    conversation: native([
      user(`<user_input mode="plan">${words}</user_input>`),
      said('1. Add a rate. 2. Test it.'),
      user(
        '<mode_notice>The user switched from plan mode to act mode before sending this message.</mode_notice>\n<user_input mode="act">go ahead</user_input>',
      ),
    ]),
    right: { words, kind: 'choose', by: 'agent', types: ['feature'] },
  },
  {
    name: 'Cline in plan mode',
    conversation: native([user(`<user_input mode="plan">${words}</user_input>`)]),
    right: { words, kind: 'plan', by: 'planner', types: ['feature'] },
  },
  {
    name: 'a subtask that came back',
    conversation: native([
      asks(words),
      ...answers(0, [
        [
          'new_task',
          { mode: 'code', message: 'Write the rate table' },
          'Subtask 12 completed.\n\nResult:\nThe table is in rates.ts.',
        ],
      ]),
      beside('orchestrator'),
    ]),
    right: { words, kind: 'choose', turns: 1, types: ['feature'], tier: 'fast' },
  },
];
