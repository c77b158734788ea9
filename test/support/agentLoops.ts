import type { Conversation, Message, Tool } from '../../src/routing/conversation.ts';
import { agentWithRepository } from './wrappedPrompts.ts';

/** A call of a tool with the text of its result. */
export type Called = readonly [
  name: string,
  args: Readonly<Record<string, unknown>>,
  result: string,
];

const tool = (name: string, wanted: string, description: string): Tool => ({
  name,
  description,
  inputSchema: {
    type: 'object',
    properties: Object.fromEntries(wanted.split(' ').map((each) => [each, { type: 'string' }])),
  },
});

/** Tools as VS Code's agent offers them; the names as in its toolNames.ts, seen 2026-11-29. */
export const agentTools: readonly Tool[] = [
  tool('read_file', 'filePath startLine endLine', 'Reads lines of a file.'),
  tool('grep_search', 'query isRegexp', 'Searches the workspace for a text.'),
  tool('replace_string_in_file', 'filePath oldString newString', 'Changes a place in a file.'),
  tool('create_file', 'filePath content', 'Makes a file.'),
  tool('run_in_terminal', 'command explanation', 'Runs a command.'),
  tool('runTests', 'files', 'Runs tests.'),
  tool('get_errors', 'filePaths', 'Shows problems of files.'),
  tool('manage_todo_list', 'todoList', 'Keeps a list of what is to be done.'),
  tool('runSubagent', 'prompt description', 'Hands work to another agent.'),
];

/** The messages of answers that each call tools, with the results. */
export function answersOf(answers: readonly (readonly Called[])[], from = 0): Message[] {
  return answers.flatMap((calls, at): Message[] => [
    {
      role: 'assistant',
      text: '',
      toolCalls: calls.map(([name, args], index) => ({
        id: `${from}-${at}-${index}`,
        name,
        argumentsJson: JSON.stringify(args),
      })),
    },
    ...calls.map(([, , text], index): Message => ({
      role: 'tool',
      callId: `${from}-${at}-${index}`,
      text,
    })),
  ]);
}

/** A loop of VS Code's agent: the developer's words, and what the model called since. */
export function agentLoop(
  answers: readonly (readonly Called[])[],
  {
    words = 'fix the rounding',
    ...fields
  }: Partial<Conversation> & { readonly words?: string } = {},
): Conversation {
  return {
    system: 'You are an expert programmer who works with the developer in the editor. '.repeat(60),
    tools: agentTools,
    messages: [
      {
        role: 'user',
        text: '<environment_info>\nThe operating system is Linux.\n</environment_info>',
      },
      { role: 'user', text: agentWithRepository(words) },
      ...answersOf(answers),
    ],
    ...fields,
  };
}

/** Calls of VS Code's agent, with results in the shapes of its tools. */
export const calls = {
  read: (path = '/w/src/cart.ts', text = 'export const total = 1;'): Called => [
    'read_file',
    { filePath: path, startLine: 1, endLine: 20 },
    text,
  ],
  missing: (path = '/w/src/car.ts'): Called => [
    'read_file',
    { filePath: path },
    `ERROR while calling tool: cannot open file://${path}`,
  ],
  search: (query = 'total', text = 'No matches found'): Called => ['grep_search', { query }, text],
  edit: (path = '/w/src/cart.ts', newString = 'b'): Called => [
    'replace_string_in_file',
    { filePath: path, oldString: 'a', newString },
    `The following files were successfully edited:\n${path}`,
  ],
  failedEdit: (path = '/w/src/cart.ts', newString = 'b'): Called => [
    'replace_string_in_file',
    { filePath: path, oldString: 'x', newString },
    'ERROR while calling tool: Could not find matching text to replace.',
  ],
  editWithProblems: (path = '/w/src/cart.ts'): Called => [
    'replace_string_in_file',
    { filePath: path, oldString: 'a', newString: 'c' },
    `The edit to ${path} was applied successfully.\nThe edit resulted in the following lint errors:\n<errors path="${path}">\n<compileError>\nx\n</compileError>\n</errors>`,
  ],
  tests: (failed: number): Called => [
    'runTests',
    { files: [] },
    `<summary passed=3 failed=${failed} />`,
  ],
  errors: (path: string, text = 'No errors found'): Called => [
    'get_errors',
    { filePaths: [path] },
    `<errors path="${path}">\n${text}\n</errors>`,
  ],
  run: (command: string, text = ''): Called => [
    'run_in_terminal',
    { command, explanation: 'so that we see' },
    text,
  ],
  todo: (...status: readonly string[]): Called => [
    'manage_todo_list',
    { todoList: status.map((each, id) => ({ id, title: 'x', status: each })) },
    'Successfully wrote todo list',
  ],
  subagent: (text = 'It is in cart.ts.'): Called => [
    'runSubagent',
    { prompt: 'find it', description: 'search' },
    text,
  ],
};
