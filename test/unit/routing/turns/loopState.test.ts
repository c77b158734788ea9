import { describe, expect, test } from 'vitest';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import type { LoopState } from '../../../../src/routing/turns/turn.ts';
import { agentLoop, type Called, calls } from '../../../support/agentLoops.ts';

const { read, missing, search, edit, failedEdit, editWithProblems, tests, errors, run, todo } =
  calls;

function stateAfter(...answers: readonly (readonly Called[])[]): LoopState {
  return readTurn(agentLoop(answers))!.loop;
}

/** Troubles as `kind@turn`. */
function troubles(...answers: readonly (readonly Called[])[]): readonly string[] {
  return stateAfter(...answers).troubles.map(({ kind, turn }) => `${kind}@${turn}`);
}

describe('troubles', () => {
  const cases: readonly (readonly [
    what: string,
    answers: readonly (readonly Called[])[],
    open: readonly string[],
  ])[] = [
    ['nothing yet', [], []],
    ['all is well', [[read()], [edit()], [tests(0)]], []],
    [
      'a search without hits',
      [[search()], [run('grep -rn total src', 'Command exited with code 1')]],
      [],
    ],
    ['a test that fails before any edit', [[tests(1)]], []],
    [
      'a command that fails',
      [[run('node build.js', 'Command exited with code 1')]],
      ['toolFailed@1'],
    ],
    ['a test that fails after an edit', [[edit()], [tests(1)]], ['checkFailed@2']],
    [
      'and again',
      [[edit()], [tests(2)], [edit('/w/b.ts')], [tests(1)]],
      ['checkFailed@2', 'checkFailed@4'],
    ],
    [
      'and then it passes',
      [[edit()], [tests(2)], [edit('/w/b.ts')], [tests(1)], [edit('/w/c.ts')], [tests(0)]],
      [],
    ],
    [
      'the compiler passes, the tests do not',
      [[edit()], [tests(1)], [edit('/w/b.ts')], [run('npx tsc --noEmit')]],
      ['checkFailed@2'],
    ],
    ['an edit that does not fit', [[failedEdit()]], ['toolFailed@1']],
    ['and fits at the next try', [[failedEdit()], [edit()]], []],
    ['another file is edited', [[failedEdit('/w/a.ts')], [edit('/w/b.ts')]], ['toolFailed@1']],
    ['a test proves the work', [[failedEdit('/w/a.ts')], [edit('/w/b.ts')], [tests(0)]], []],
    ['a file that is not there', [[missing()]], ['toolFailed@1']],
    ['and is found elsewhere', [[missing()], [read()]], []],
    ['an install that fails', [[run('npm install x', 'npm error 404')]], ['toolFailed@1']],
    [
      'and works with other options',
      [[run('npm install x', 'npm error 404')], [run('npm install y --force', 'added 1')]],
      [],
    ],
    [
      'another command does not settle it',
      [[run('npm install x', 'npm error 404')], [run('mkdir out')]],
      ['toolFailed@1'],
    ],
    ['problems after an edit', [[editWithProblems()]], ['checkFailed@1']],
    ['and the next edit has none', [[editWithProblems()], [edit()]], []],
    ['and the file has no errors', [[editWithProblems()], [errors('/w/src/cart.ts')]], []],
    ['another file has no errors', [[editWithProblems()], [errors('/w/b.ts')]], ['checkFailed@1']],
    ['the same reading again', [[read()], [read()]], ['sameCall@2']],
    ['the same reading after an edit', [[read()], [edit()], [read()]], []],
    ['the same reading with another result', [[read()], [read('/w/src/cart.ts', 'changed')]], []],
    ['the same edit again', [[edit()], [edit()]], ['sameCall@2']],
    [
      'the same command for another reason',
      [
        [run('ls -la', 'a')],
        [['run_in_terminal', { explanation: 'again', command: 'ls -la' }, 'a']],
      ],
      ['sameCall@2'],
    ],
    [
      'a terminal that is waited for',
      [[['get_terminal_output', { id: 1 }, '…']], [['get_terminal_output', { id: 1 }, '…']]],
      [],
    ],
    ['the list is written as it was', [[todo('in-progress')], [todo('in-progress')]], []],
    ['a call again, then something new', [[read()], [read()], [read('/w/b.ts')]], []],
    [
      'a test again with no edit between',
      [[edit()], [tests(1)], [tests(1)]],
      ['checkFailed@2', 'checkFailed@3'],
    ],
    [
      'three turns that bring nothing',
      [[read()], [read()], [read()], [read()]],
      ['sameCall@2', 'sameCall@3', 'sameCall@4', 'noProgress@4'],
    ],
    [
      'three failures in a row',
      [[failedEdit('/w/a.ts', '1')], [failedEdit('/w/a.ts', '2')], [failedEdit('/w/a.ts', '3')]],
      ['toolFailed@1', 'toolFailed@2', 'toolFailed@3', 'noProgress@3'],
    ],
    [
      'the developer says no',
      [
        [
          [
            'replace_string_in_file',
            { filePath: '/w/a.ts' },
            "The user doesn't want to proceed with this tool use.",
          ],
        ],
      ],
      [],
    ],
  ];
  test.each(cases)('%s', (_, answers, open) => {
    expect(troubles(...answers)).toEqual(open);
  });

  test('are told so that people understand them', () => {
    const { troubles: open } = stateAfter(
      [failedEdit()],
      [run('npm run build', 'Command exited with code 1')],
      [missing()],
      [edit('/w/b.ts')],
      [tests(1)],
    );
    expect(open.map(({ what }) => what)).toEqual([
      'replace_string_in_file of cart.ts failed',
      'read_file of car.ts failed',
      'runTests failed',
    ]);
  });
});

test('a call whose result has not come checks nothing', () => {
  const loop = agentLoop([[edit()], [run('npx tsc --noEmit')]]);
  const isChecked = (messages: typeof loop.messages) =>
    readTurn({ ...loop, messages })!.loop.isChecked;
  expect([isChecked(loop.messages), isChecked(loop.messages.slice(0, -1))]).toEqual([true, false]);
});

test('failed checks add up until one passes', () => {
  const before = [[edit()], [tests(2)], [edit('/w/b.ts')], [tests(1)]];
  expect(stateAfter(...before).troubles).toHaveLength(2);
  expect(stateAfter(...before, [edit('/w/c.ts')], [tests(0)]).troubles).toEqual([]);
});

test.each([
  ['no edit', [[tests(0)]], false],
  ['an edit alone', [[edit()]], false],
  ['an edit and a test', [[edit()], [tests(0)]], true],
  ['an edit after the test', [[edit()], [tests(0)], [edit('/w/b.ts')]], false],
  ['a test that fails afterwards', [[edit()], [tests(0)], [run('npm run e2e', '1 failed')]], false],
] as const)('whether the newest edit is checked: %s', (_, answers, isChecked) => {
  expect(stateAfter(...answers).isChecked).toBe(isChecked);
});

test('answers are counted', () => {
  expect(stateAfter([read(), search()], [edit()]).turns).toBe(2);
});

test('files are told apart: attached, read and edited', () => {
  const { files } = stateAfter(
    [read('/w/a.ts'), read('/w/b.ts')],
    [edit('/w/b.ts'), failedEdit('/w/c.ts')],
    [run('sed -n 1,9p src/d.ts', 'x')],
    [
      run(
        "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: src/e.ts\nEOF",
        'Success. Updated the following files:\nA src/e.ts',
      ),
    ],
    [
      [
        'multi_replace_string_in_file',
        { replacements: [{ filePath: '/w/f.ts' }, { filePath: '/w/g.ts' }] },
        'The following files were successfully edited:',
      ],
    ],
    [['create_file', { filePath: '/w/h.ts', content: 'x'.repeat(30_000) }, 'File created']],
  );
  expect(files.read.map(({ path }) => path)).toEqual(['/w/a.ts', '/w/c.ts', 'src/d.ts']);
  expect(files.read[0]).toEqual({ path: '/w/a.ts', range: { startLine: 1, endLine: 20 } });
  expect(files.edited.map(({ path }) => path)).toEqual([
    '/w/b.ts',
    'src/e.ts',
    '/w/f.ts',
    '/w/g.ts',
    '/w/h.ts',
  ]);
});
