import { describe, expect, test } from 'vitest';
import type { Conversation, Message } from '../../../../src/routing/conversation.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import {
  agentLoop,
  agentTools,
  answersOf,
  type Called,
  calls,
} from '../../../support/agentLoops.ts';
import { agentWithRepository, cline } from '../../../support/wrappedPrompts.ts';

const {
  read,
  missing,
  search,
  edit,
  failedEdit,
  editWithProblems,
  tests,
  errors,
  run,
  todo,
  subagent,
} = calls;

const kinds: readonly (readonly [
  what: string,
  answers: readonly (readonly Called[])[],
  kind: string,
])[] = [
  ['the first turn', [], 'plan'],
  ['a file was read', [[read()]], 'read'],
  ['files were read and a list was begun', [[read(), todo('in-progress', 'not-started')]], 'read'],
  ['a search without hits', [[search()]], 'read'],
  ['a file that is not there', [[missing()]], 'read'],
  ['a command that only reads', [[run('git diff src')]], 'read'],
  ['a test run before any edit that fails', [[tests(1)]], 'read'],
  ['a test run before any edit that passes', [[tests(0)]], 'choose'],
  ['a command ran', [[run('npm install left-pad', 'added 1 package')]], 'choose'],
  ['a subagent came back', [[subagent()]], 'choose'],
  ['only the list was kept', [[todo('in-progress')]], 'choose'],
  ['an edit', [[read()], [edit()]], 'edit'],
  [
    'an edit by a patch in the terminal',
    [
      [
        run(
          "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: src/a.ts\nEOF",
          'Success. Updated',
        ),
      ],
    ],
    'edit',
  ],
  ['an edit that does not fit', [[failedEdit()]], 'repair'],
  ['an edit after which the editor shows problems', [[editWithProblems()]], 'repair'],
  ['reading after an edit that did not fit', [[failedEdit()], [read()]], 'repair'],
  ['the edit that puts it right', [[failedEdit()], [read()], [edit()]], 'edit'],
  ['a test that fails after an edit', [[edit()], [tests(1)]], 'repair'],
  ['reading after a test that failed', [[edit()], [tests(1)], [read('/w/test.ts')]], 'repair'],
  [
    'another edit after a test that failed',
    [[edit()], [tests(1)], [edit('/w/src/cart.ts', 'c')]],
    'edit',
  ],
  ['a command that breaks down', [[run('node build.js', 'Command exited with code 1')]], 'repair'],
  ['a test that passes after an edit', [[edit()], [tests(0)]], 'answer'],
  ['and the list is done', [[edit()], [tests(0)], [todo('completed', 'completed')]], 'answer'],
  ['but the list goes on', [[edit()], [tests(0)], [todo('completed', 'not-started')]], 'choose'],
  [
    'a test that passes after the repair',
    [[edit()], [tests(1)], [edit('/w/b.ts')], [tests(0)]],
    'answer',
  ],
  [
    'a compiler that passes while a test fails',
    [[edit()], [tests(1)], [edit('/w/b.ts')], [run('npx tsc --noEmit')]],
    'choose',
  ],
  ['an edit after a test that passed', [[edit()], [tests(0)], [edit('/w/b.ts')]], 'edit'],
  ['reading after a test that passed', [[edit()], [tests(0)], [read('/w/b.ts')]], 'read'],
  ['no errors after an edit', [[edit()], [errors('/w/src/cart.ts')]], 'answer'],
];
test.each(kinds)('%s', (_, answers, kind) => {
  expect(readTurn(agentLoop(answers))).toMatchObject({ kind, by: 'agent' });
});

test('a short follow-up in a long loop is a plan again, and the old troubles are over', () => {
  const before = agentLoop([[edit()], [tests(1)], [failedEdit()]]);
  const messages: Message[] = [
    ...before.messages,
    { role: 'user', text: agentWithRepository('try again') },
  ];
  const turn = readTurn({ ...before, messages });
  expect(turn).toMatchObject({ kind: 'plan', loop: { turns: 0, troubles: [], isChecked: false } });
  expect(turn?.loop.files.edited).toEqual([{ path: '/w/src/cart.ts' }]);
});

test('a reminder of the client after the results is no word of the developer', () => {
  const loop = agentLoop([[read()]]);
  const messages: Message[] = [
    ...loop.messages,
    { role: 'user', text: '<system-reminder>\nKeep going.\n</system-reminder>' },
  ];
  expect(readTurn({ ...loop, messages })?.kind).toBe('read');
});

test('an ordinary question is no turn', () => {
  const ask = (text: string): Conversation => ({
    system: '',
    tools: [],
    messages: [{ role: 'user', text }],
  });
  expect(readTurn(ask('what is a closure?'))).toBeUndefined();
  expect(readTurn(ask('write a commit message for my change'))).toBeUndefined();
  expect(readTurn({ system: '', tools: [], messages: [] })).toBeUndefined();
});

test('a client that names no tools has a loop once a model has called one', () => {
  const turnWith = (called: Partial<Message>) =>
    readTurn({
      system: '',
      tools: [],
      messages: [
        { role: 'user', text: 'rename cart' },
        { role: 'assistant', text: 'Let me see.', ...called } as Message,
      ],
    });
  expect(turnWith({})).toBeUndefined();
  expect(turnWith({ toolCalls: [] })).toBeUndefined();
  const toolCalls = [{ id: 'c1', name: 'read_file', argumentsJson: '{"path":"a.ts"}' }];
  expect(turnWith({ toolCalls })?.loop.turns).toBe(1);
});

describe('Cline and Roo Code, whose calls are text', () => {
  const talk = (name: string, target: string, result: string): Message[] => [
    { role: 'assistant', text: `I look.\n<${name}>\n<path>${target}</path>\n</${name}>` },
    {
      role: 'user',
      text: `[${name} for '${target}'] Result:\n${result}\n<environment_details>\n# Current Mode\nACT MODE\n</environment_details>`,
    },
  ];
  const loop = (...answers: readonly Message[][]) =>
    readTurn({
      system: 'You are a helper.',
      tools: [],
      messages: [{ role: 'user', text: cline('fix it') }, ...answers.flat()],
    });

  test('are read alike', () => {
    const reading = talk('read_file', 'src/a.ts', 'const a = 1;');
    const editing = talk(
      'replace_in_file',
      'src/a.ts',
      'The content was successfully saved to src/a.ts.',
    );
    const failing = talk(
      'execute_command',
      'npm test',
      'Command executed.\nOutput:\nTests:       1 failed, 4 total',
    );
    expect(loop(reading)).toMatchObject({
      kind: 'read',
      loop: { files: { read: [{ path: 'src/a.ts' }] } },
    });
    expect(loop(reading, editing)).toMatchObject({
      kind: 'edit',
      loop: { files: { edited: [{ path: 'src/a.ts' }] } },
    });
    expect(loop(reading, editing, failing)).toMatchObject({
      kind: 'repair',
      loop: { turns: 3, troubles: [{ kind: 'checkFailed', turn: 3, what: 'npm test failed' }] },
    });
  });
});

describe('who asks', () => {
  const plain = agentLoop([]);
  const system = (text: string) => readTurn({ ...plain, system: text })?.by;

  test.each([
    [
      'Claude Code',
      'You are an agent for Claude Code. Do the task; the caller will relay your report.',
    ],
    ['VS Code', 'You are a search subagent that gathers code for others.'],
    ['a client that nobody listed', 'You were started by another agent. Report what you find.'],
    [
      'a client that nobody listed, by what becomes of the answer',
      'Work alone. Your final message will be returned to the main agent.',
    ],
  ])('a subagent: %s', (_, text) => {
    expect(system(text)).toBe('subagent');
  });

  test.each([
    'You are the main agent. Start a subagent when a search takes long.',
    'You are an agent. If you are running as a subagent, be brief.',
    'Use runSubagent for a search. Your answer is shown to the developer.',
    'You may enter plan mode when the work is large.',
  ])('the agent itself: %s', (text) => {
    expect(system(text)).toBe('agent');
  });

  test('plan mode, by the system text or beside the words', () => {
    expect(system('You are a PLANNING AGENT who works with the developer on a plan.')).toBe(
      'planner',
    );
    const beside = (text: string) =>
      readTurn({
        ...plain,
        messages: [
          { role: 'user', text: `plan the cart<system-reminder>\n${text}\n</system-reminder>` },
        ],
      })?.by;
    expect(beside('Plan mode is active. Change nothing.')).toBe('planner');
    expect(beside('Your list is empty.')).toBe('agent');
    const inCline = cline('plan it').replace('<slug>code</slug>', '<slug>architect</slug>');
    expect(readTurn({ ...plain, messages: [{ role: 'user', text: inCline }] })?.by).toBe('planner');
  });

  test('plans without tools that change anything', () => {
    const planText = 'You are here to research and then plan the work.';
    const readers = agentTools.filter(({ name }) => /read|search/.test(name));
    expect(readTurn({ ...plain, system: planText, tools: readers })?.by).toBe('planner');
    expect(readTurn({ ...plain, system: planText })?.by).toBe('agent');
  });

  test('a plan that was approved is carried out by the agent', () => {
    const asked: Message = {
      role: 'user',
      text: 'plan the cart<system-reminder>\nPlan mode is active.\n</system-reminder>',
    };
    const left = answersOf([[['ExitPlanMode', { plan: 'x' }, 'The plan was approved.']]]);
    expect(readTurn({ ...plain, messages: [asked] })?.by).toBe('planner');
    expect(readTurn({ ...plain, messages: [asked, ...left] })?.by).toBe('agent');
  });
});

describe('time', () => {
  /** A loop of 200 turns in which files are read, edited and checked, with a result of 1 MB. */
  const long = agentLoop(
    Array.from({ length: 200 }, (_, at): readonly Called[] => {
      if (at === 100) return [read('/w/dist/bundle.js', 'var a=1;\n'.repeat(120_000))];
      if (at % 4 === 0) return [edit(`/w/src/f${at}.ts`, 'x'.repeat(4_000))];
      if (at % 4 === 1)
        return [
          run(
            'npm test',
            `${' ✓ a test that passes\n'.repeat(400)}\n      Tests  ${at % 3 === 0 ? '1 failed | ' : ''}400 passed (400)`,
          ),
        ];
      return [
        read(`/w/src/f${at}.ts`, 'export const a = 1;\n'.repeat(400)),
        search(`f${at}`, 'x\n'.repeat(500)),
      ];
    }),
    { words: 'x'.repeat(2_000) },
  );

  /** Milliseconds of this thread's own work, because the machine may be busy with others. */
  function bestTime(loop: Conversation, tries: number): number {
    const taken = Array.from({ length: tries }, () => {
      const before = process.threadCpuUsage();
      readTurn(loop);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1_000;
    });
    return Math.min(...taken);
  }

  test('200 turns with a result of 1 MB are read in a few milliseconds', () => {
    expect(bestTime(long, 15)).toBeLessThan(30);
  });

  test('the length of results costs next to nothing, and twice the turns about twice', () => {
    const timeOf = (turns: number, lines: number) => {
      const text = 'a b: c\n'.repeat(lines);
      const answers = Array.from({ length: turns }, (_, at) => [
        run('npm test', text),
        edit(`/w/${at}.ts`),
      ]);
      return bestTime(agentLoop(answers), 5);
    };
    timeOf(50, 500);
    expect(timeOf(50, 20_000)).toBeLessThan(5 * timeOf(50, 500) + 5);
    expect(timeOf(200, 500)).toBeLessThan(12 * timeOf(50, 500) + 5);
  });
});
