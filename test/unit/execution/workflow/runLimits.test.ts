import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';
import { expect, test, vi } from 'vitest';
import { agentLimits, fileLimits, runLimits } from '../../../../src/execution/workflow/limits.ts';
import { createAllowance } from '../../../../src/execution/workflow/runAllowance.ts';
import { says } from '../../../support/scriptedRun.ts';
import {
  calls,
  only,
  played,
  workflowFrom,
  workflowWorld,
} from '../../../support/workflowWorld.ts';
import { parsed } from './parsed.ts';

const agent = (fields = '', tools = 'search, command, editFile') => `
description: An agent
${fields.startsWith('max') ? fields : ''}
agents:
  one: { role: r, instructions: i, model: fast, tools: [${tools}], maxTurns: 20${fields.startsWith('max') ? '' : fields} }
steps:
  work: { agent: one, task: Do it. }
`;
type Wanted = readonly [name: string, given: object];
const several = (count: number, make: (index: number) => Wanted): Wanted[] =>
  Array.from({ length: count }, (_, index) => make(index));
const repeated = (count: number, act: () => void): void => {
  for (let index = 0; index < count; index += 1) act();
};
const search = (index: number): Wanted => ['search', { text: `word ${index}` }];

async function run(yaml: string, turns: readonly ReturnType<typeof calls>[]) {
  let made = 0;
  const count = () => {
    made += 1;
    return { matches: [], count: 0 };
  };
  const world = workflowWorld(
    { 'p/small': turns },
    { tools: { search: count, command: () => ({ ...count(), passed: true }) }, files: {} },
  );
  const ended = await played({ workflow: await workflowFrom(yaml) }, world);
  const results = only(ended.events, 'message')
    .filter(({ message }) => message.role === 'tool')
    .map(({ message }) => message.text);
  return { ...ended, made, results };
}

test('a turn makes only so many calls, and the model is told of the others', async () => {
  const many = calls(...several(2_000, search).slice(0, 200));
  const { made, results, end } = await run(agent(), [many, says('done')]);
  expect(made).toBe(agentLimits.callsPerTurn);
  expect(results.at(-1)).toContain(`Only the first ${agentLimits.callsPerTurn} calls of a turn`);
  expect(end.status).toBe('done');
});

test('an agent makes only as many calls as `maxCalls` says', async () => {
  const turn = calls(...several(4, search));
  const yaml = agent(', maxCalls: 6');
  const other = calls(...several(4, (index) => search(index + 10)));
  const { made, results } = await run(yaml, [turn, other, says('done')]);
  expect(made).toBe(6);
  expect(results.at(-1)).toContain('the 6 calls that you have');
});

test('the same call again and again is told, and then ends the agent', async () => {
  const same = calls(
    ['search', { text: 'a', maxResults: 5 }],
    ['search', { maxResults: 5, text: 'a' }],
  );
  const { made, results, end } = await run(agent(), [same, same, same, same, same]);
  expect(made).toBe(agentLimits.equalCalls);
  expect(results.at(-1)).toContain('You have made this call');
  expect(end.problem).toContain('again and again');
});

test('a command may run again after each change of a file', async () => {
  const turns = several(8, (index) => ['editFile', { path: `f${index}.ts`, text: 'a' }]).map(
    (edit) => calls(edit, ['command', { name: 'tests' }]),
  );
  const { made, end } = await run(agent(), [...turns, says('done')]);
  expect(made).toBe(8);
  expect(end.status).toBe('done');
});

test('commands and changes end at what the workflow allows, and the model is told which field', async () => {
  const commands = calls(...several(3, (index) => ['editFile', { path: `${index}`, text: 'a' }]));
  const changed = await run(agent('maxChanges: 2'), [commands, says('done')]);
  expect(changed.end.edits.length).toBe(2);
  expect(changed.results.at(-1)).toContain('maxChanges');
  const tests = calls(['command', { name: 'tests' }], ['command', { name: 'tests' }]);
  const ran = await run(agent('maxCommands: 1'), [tests, says('done')]);
  expect(ran.made).toBe(1);
  expect(ran.results.at(-1)).toContain('maxCommands');
});

test('the allowance of a run counts steps, files, time of commands, values and the journal', () => {
  const uses: [string, (allowance: ReturnType<typeof createAllowance>) => void][] = [
    ['steps', (all) => repeated(runLimits.steps + 1, () => all.step())],
    ['files', (all) => repeated(runLimits.filesRead + 1, () => all.tool('readFile'))],
    [
      's that they may',
      (all) => (all.took('command', runLimits.commandSeconds * 1000), all.tool('command')),
    ],
    ['characters', (all) => all.value('search', 'x'.repeat(runLimits.valueLength))],
    [
      'characters together',
      (all) => all.change('a', 'x'.repeat(runLimits.changedCharacters + 1), []),
    ],
  ];
  for (const [why, use] of uses) expect(() => use(createAllowance({}))).toThrow(why);
  expect(() => createAllowance({}, () => runLimits.journalBytes + 1).step()).toThrow('journal');
});

test('a run without `maxSeconds` ends all the same', async () => {
  const timer = vi.spyOn(globalThis, 'setTimeout');
  await run(agent(), [says('done')]);
  expect(timer).toHaveBeenCalledWith(expect.any(Function), usualLimits.run.seconds * 1000);
  timer.mockRestore();
});

const withPrompt = (prompt: string) =>
  `description: d\nsteps:\n  s:\n    prompt: ${JSON.stringify(prompt)}\n`;
const withWhen = (when: string) =>
  `description: d\nsteps:\n  s: { prompt: x }\n  t:\n    when: ${JSON.stringify(when)}\n    prompt: y\n`;
// Each took seconds to minutes on the editor's thread, or ended in an error of its own.
const hostile: [string, string, string][] = [
  [
    '200 kB of names',
    withPrompt('{{ x }}'.repeat(28_000)),
    `at most ${fileLimits.templateParts} parts`,
  ],
  ['nested tags', withPrompt('{% if inputs %}'.repeat(200)), 'deep in each other'],
  ['one long part', withPrompt(`{{ inputs${' | upcase'.repeat(500)} }}`), 'characters'],
  ['a long condition', withWhen('s == "a" || '.repeat(2_000)), 'A condition has at most'],
  [
    '20,000 names',
    Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n'),
    'too many entries',
  ],
  ['brackets', `a: ${'[a]'.repeat(20_000)}`, 'too many entries'],
  ['600 kB', `description: ${'x'.repeat(600_000)}`, 'more than 500000 characters'],
];
test.each(hostile)('a workflow of %s is refused at once with the reason', async (_, yaml, why) => {
  const startedAt = performance.now();
  const { problems } = await parsed(yaml);
  expect(problems[0]?.message).toContain(why);
  expect(problems.length).toBeLessThanOrEqual(fileLimits.problems);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
