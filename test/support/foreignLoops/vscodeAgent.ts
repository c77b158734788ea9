import type { Conversation, Message } from '../../../src/routing/conversation.ts';
import { agentTools, answersOf, type Called, calls } from '../agentLoops.ts';
import { agentWithRepository } from '../wrappedPrompts.ts';
import { type ForeignRequest, said, user } from './foreignLoop.ts';

/*
 * VS Code's own agent and what it sends beside the developer's words. Shapes:
 * github.com/microsoft/vscode-copilot-chat at 31acd00a, src/extension/prompts/node/agent, inline and intents/node,
 * and github.com/microsoft/vscode at 093c48a8, extensions/copilot; notices of terminals: pull request 307199 there.
 */

const system = 'You program with the developer, who works in this editor. '.repeat(60);
const environment = user(
  "<environment_info>\nThe user's current OS is: Linux\n</environment_info>\n<workspace_info>\nThe folders of the workspace:\n- /w\n</workspace_info>\n<availableDeferredTools>\nAvailable deferred tools (load them first):\nrunNotebookCell\n</availableDeferredTools>",
);

export function vscodeAgent(
  messages: readonly Message[],
  fields: Partial<Conversation> = {},
): Conversation {
  return { system, tools: agentTools, messages: [environment, ...messages], ...fields };
}

export const asks = (words: string) => user(agentWithRepository(words));

/** Each list of calls is one answer; the ids of answers of one conversation differ by `from`. */
export const answers = (from: number, ...each: readonly (readonly Called[])[]) =>
  answersOf(each, from);

const { read, edit, failedEdit, tests, run, todo, search, errors } = calls;
const words = 'Add a discount for orders over 100 euros to the cart';

const summary = (rest = '') =>
  user(
    `<conversation-summary>\n<analysis>\nThe user wants a discount. I read cart.ts and changed total().\n</analysis>\n<summary>\n1. Conversation Overview:\n- Primary Objectives: "${words}"\n2. Continuation Plan:\n- Fix the failing test and explain why the design of the review page is broken.\n</summary>\n</conversation-summary>${rest}`,
  );
const transcript =
  '\nWhat is left out here, such as error messages, is in a file that read_file opens: /home/me/transcripts/1.jsonl';

const hook = 'You were about to complete but a hook blocked you: "Lint has 2 errors".';
const nudge =
  'You have not yet marked the task as complete using the task_complete tool. Go on with it and explain every decision.';
const notice = (code: number, output: string) =>
  user(
    `[Terminal 5c0e3b4a-91f2 notification: command completed with exit code ${code}. It is closed.]\nTerminal output:\n${output}`,
  );

const changed = answers(0, [read()], [edit()]);
const asked = [asks(words), ...changed];

export const vscodeRequests: readonly ForeignRequest[] = [
  {
    name: 'the first turn of a loop',
    conversation: vscodeAgent([asks(words)]),
    right: { words, kind: 'plan', by: 'agent', turns: 0, types: ['feature'], tier: 'reasoning' },
  },
  {
    name: 'a summary in the middle of a loop',
    conversation: vscodeAgent([summary()]),
    right: { kind: 'choose', by: 'agent', tier: 'fast' },
  },
  {
    name: 'a summary in the middle of a loop, with a note where the transcript is',
    conversation: vscodeAgent([summary(transcript)]),
    right: { kind: 'choose', tier: 'fast' },
  },
  {
    name: 'two answers after a summary',
    conversation: vscodeAgent([summary(transcript), ...answers(1, [read()], [edit()])]),
    right: { kind: 'edit', turns: 2, tier: 'balanced' },
  },
  {
    name: '“continue” after a summary',
    conversation: vscodeAgent([
      summary(),
      ...answers(1, [read()]),
      said('So far.'),
      asks('continue'),
    ]),
    right: { kind: 'choose', turns: 2, tier: 'fast' },
  },
  {
    name: 'new words after a summary',
    conversation: vscodeAgent([
      summary(transcript),
      ...answers(1, [edit()], [tests(0)]),
      said('Done.'),
      asks('now rename total to sum everywhere'),
    ]),
    right: { words: 'now rename total to sum everywhere', kind: 'plan', turns: 0 },
  },
  {
    name: 'a hook that does not let the agent stop',
    conversation: vscodeAgent([...asked, said('The discount is in.'), user(hook)]),
    right: { words, turns: 3, kind: 'repair', types: ['feature'], tier: 'balanced' },
  },
  {
    name: 'the reminder that the task is not marked as complete',
    conversation: vscodeAgent([...asked, ...answers(1, [tests(0)]), said('Done.'), user(nudge)]),
    right: { words, kind: 'choose', turns: 4, isChecked: true, tier: 'fast' },
  },
  {
    name: 'what a hook adds after a call of a tool',
    conversation: vscodeAgent([
      ...asked,
      user('Remember: this project forbids default exports. Explain every error that you fix.'),
    ]),
    right: { words, kind: 'edit', turns: 2, types: ['feature'], tier: 'balanced' },
  },
  {
    name: 'a terminal in the background ended well',
    conversation: vscodeAgent([
      ...asked,
      ...answers(1, [run('npm run watch', 'Command is running in terminal with ID=5c0e3b4a-91f2')]),
      said('I wait for the build.'),
      notice(0, 'built in 3 s'),
    ]),
    right: { words, kind: 'choose', turns: 4, types: ['feature'], tier: 'fast' },
  },
  {
    name: 'a terminal in the background failed',
    conversation: vscodeAgent([
      ...asked,
      ...answers(1, [run('npm test', 'Command is running in terminal with ID=5c0e3b4a-91f2')]),
      said('I wait for the tests.'),
      notice(1, 'FAIL src/cart.test.ts\n Tests  1 failed | 3 passed (4)'),
    ]),
    right: { words, kind: 'repair', turns: 4, types: ['feature'], tier: 'balanced' },
  },
  {
    name: 'a terminal waits for input',
    conversation: vscodeAgent([
      ...asked,
      ...answers(1, [run('npm init', 'Command is running in terminal with ID=5c0e3b4a-91f2')]),
      said('I wait.'),
      user(
        '[Terminal 5c0e3b4a-91f2 notification: command is waiting for input. Answer it.]\nTerminal output:\npackage name: (w)',
      ),
    ]),
    right: { words, kind: 'choose', turns: 4, tier: 'fast' },
  },
  {
    name: 'custom instructions and a mode beside the environment',
    conversation: vscodeAgent([
      user(
        'The project wants code like this.\n<instructions>\n<attachment filePath="/w/.github/copilot-instructions.md">\nExplain what you review.\n</attachment>\n</instructions>\n<modeInstructions>\nThe mode is "Tester": tests come first.\n</modeInstructions>',
      ),
      ...asked,
    ]),
    right: { words, kind: 'edit', turns: 2, types: ['feature'] },
  },
  {
    name: 'the same, once the loop was summarised',
    conversation: vscodeAgent([
      user(
        'The project wants code like this.\n<instructions>\nExplain what you review.\n</instructions>',
      ),
      summary(),
      ...answers(1, [read()]),
    ]),
    right: { kind: 'read', turns: 1, tier: 'fast' },
  },
  {
    name: 'an input that the tool does not take',
    conversation: vscodeAgent([
      ...asked,
      ...answers(1, [
        [
          'run_in_terminal',
          { explanation: 'test' },
          "ERROR: Your input to the tool was invalid (must have required property 'command')\nPlease check your input and try again.",
        ],
      ]),
    ]),
    right: { kind: 'repair', troubles: ['toolFailed'], tier: 'balanced' },
  },
  {
    name: 'a tool that the developer cancelled',
    conversation: vscodeAgent([
      ...asked,
      ...answers(1, [run('npm test', 'The user cancelled the tool call.')]),
    ]),
    right: { kind: 'choose', troubles: [], tier: 'fast' },
  },
  {
    name: 'a tool that the developer switched off',
    conversation: vscodeAgent([
      ...asked,
      ...answers(1, [
        run(
          'npm test',
          'ERROR while calling tool: Tool run_in_terminal is currently disabled by the user, and cannot be called.\nPlease check your input and try again.',
        ),
      ]),
    ]),
    right: { kind: 'choose', troubles: [], tier: 'fast' },
  },
  {
    name: 'parallel calls of which one failed',
    conversation: vscodeAgent([
      asks(words),
      ...answers(0, [edit('/w/src/a.ts'), failedEdit('/w/src/b.ts'), read('/w/src/c.ts')]),
    ]),
    right: { kind: 'repair', troubles: ['toolFailed'], tier: 'balanced' },
  },
  {
    name: 'edits that fail again and again',
    conversation: vscodeAgent([
      asks(words),
      ...answers(
        0,
        [failedEdit('/w/src/a.ts', '1')],
        [failedEdit('/w/src/a.ts', '2')],
        [failedEdit('/w/src/a.ts', '3')],
      ),
    ]),
    right: { kind: 'repair', turns: 3, tier: 'reasoning' },
  },
  {
    name: 'a loop that goes in circles over the same files',
    conversation: vscodeAgent([
      asks(words),
      ...answers(0, [read()], [search()], [read()], [search()], [read()], [search()]),
    ]),
    right: { turns: 6, tier: 'reasoning' },
  },
  {
    name: 'a long loop that goes well',
    conversation: vscodeAgent([
      asks(words),
      ...answers(
        0,
        ...Array.from({ length: 60 }, (_, at) => [read(`/w/src/${at}.ts`)]),
        [edit()],
        [errors('/w/src/cart.ts')],
        [tests(0)],
        [todo('completed', 'completed')],
      ),
    ]),
    right: { words, kind: 'answer', turns: 64, isChecked: true, troubles: [], tier: 'fast' },
  },
];
