import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../../support/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'tierwise-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const header = 'task_id,repeat,task_type,group,model,quality,cost_usd,cost_kind,calls';
const row = (task: number, model: string, quality: string | number, cost: string | number) =>
  `t${task},1,debug,g,"${model}",${quality},${cost},measured,`;

/** Tasks 0 to 39: the small model solves every other one, the large one all but each tenth. */
const rows = Array.from({ length: 40 }, (_, task) => [
  row(task, 'small (T=1)', 1 - (task % 2), 0.01),
  row(task, 'large', task % 10 === 3 ? 0 : 1, 0.1),
]).flat();
const outcomes = file('outcomes.csv', [header, ...rows].join('\n'));
const ladder = 'small (T=1),large';
const simulate = ['simulate', '--outcomes', outcomes, '--ladder', ladder, '--seeds', '3'];
const policy = file('policy.yaml', 'rules:\n  - when: { taskType: docs }\n    use: fast\n');
const task = file('task.yaml', 'type: debug\n');

test('simulate prints exactly the keys that it promises', async () => {
  const { code, out, err } = await runCli([...simulate, '--json']);
  expect([code, err]).toEqual([0, '']);
  const { rows: printed, summary } = JSON.parse(out) as Record<'rows' | 'summary', object>;
  const interval = { mean: expect.any(Number), low: expect.any(Number), high: expect.any(Number) };
  const relative = { quality: interval, cost: interval };
  const plan = expect.any(String);
  const simulated = {
    file: outcomes,
    ladder: ['small (T=1)', 'large'],
    tasks: 40,
    planner: relative,
    alwaysStrongest: relative,
    bestFixed: { plan, ...relative },
    oracle: relative,
    cascade: { plan, ...relative },
    random: relative,
    fixed: Array.from({ length: 3 }, () => ({ plan, ...relative })),
    chosen: {
      'direct(small (T=1))': expect.any(Number),
      'direct(large)': expect.any(Number),
      'cascade(small (T=1), large)': expect.any(Number),
    },
    regret: { failedTries: interval, needlessStrong: interval },
  };
  expect(printed).toEqual([simulated]);
  const figure = expect.any(Number);
  const sums = {
    quality: { mean: figure, worst: figure },
    cost: { mean: figure, dearest: figure },
  };
  expect(summary).toEqual({
    Tierwise: sums,
    'fixed cascade': sums,
    'best fixed': sums,
    oracle: sums,
    random: sums,
  });
});

test('simulate prints a table for people', async () => {
  const { code, out } = await runCli(simulate);
  expect(code).toBe(0);
  expect(out).toMatch(/^always strongest +1\.000 \(1\.000 to 1\.000\) +1\.000/m);
  expect(out).toContain('direct(large)');
});

test('the same call prints the same', async () => {
  const [one, other] = await Promise.all([runCli(simulate), runCli(simulate)]);
  expect(one.out).toBe(other.out);
});

const deceived = [...simulate, '--false-accept', '1', '--floor', '0.5', '--json'];
test.each([
  ['--sensitivity', '0.9,0.1', simulate],
  ['--false-accept', '0.9,0.1', simulate],
  ['--feedback', '0', simulate],
  ['--delay', '39', deceived],
  ['--correlation', '1', simulate],
  ['--stretch', '20', [...simulate, '--correlation', '1']],
  ['--first-seed', '3', simulate],
])('%s %s makes another world', async (option, value, args) => {
  const [plain, changed] = await Promise.all([
    runCli([...args, '--json']),
    runCli([...args, '--json', option, value]),
  ]);
  expect(changed.code).toBe(0);
  expect(changed.out).not.toBe(plain.out);
});

test('tasks that a model of the ladder did not answer are skipped and counted', async () => {
  const more = file('more.csv', [header, ...rows, row(40, 'large', 1, 0.1)].join('\n'));
  const { code, err } = await runCli([...simulate, '--outcomes', more]);
  expect(code).toBe(0);
  expect(err).toBe('1 of 41 tasks are skipped: a model of the ladder did not answer them.\n');
});

test('task types of others count as other, and are named', async () => {
  const others = file('types.csv', [header, ...rows].join('\n').replaceAll(',debug,', ',chore,'));
  const { code, err } = await runCli([...simulate, '--outcomes', others]);
  expect([code, err]).toEqual([0, 'Unknown task types count as other: chore.\n']);
});

test('a model with a comma in its name is named in quotes', async () => {
  const lines = [header, row(1, 'one, ""new""', 1, 0.1), row(1, 'two, old', 1, 1)];
  const outcomesOf = ['simulate', '--outcomes', file('commas.csv', lines.join('\n'))];
  const names = '"one, ""new""", "two, old"';
  const { out } = await runCli([...outcomesOf, '--ladder', names, '--json']);
  const { rows: simulated } = JSON.parse(out) as { rows: { chosen: object }[] };
  expect(Object.keys(simulated[0]!.chosen)).toContain('cascade(one, "new", two, old)');
  const { err } = await runCli([...outcomesOf, '--ladder', 'two, old']);
  expect(err).toContain('Its models are: "one, "new"", "two, old".');
});

test('plan prints the decision as JSON with its sentence', async () => {
  const { code, out, err } = await runCli(['plan', '--policy', policy, '--task', task]);
  expect([code, err]).toEqual([0, '']);
  const { sentence, plan, reason } = JSON.parse(out) as Record<string, { kind?: string }>;
  expect(sentence).toContain('Debug goes to reasoning');
  expect([plan?.kind, reason?.kind]).toEqual(['direct', 'rule']);
});

test('plan takes account of earlier requests', async () => {
  const fast = 'anthropic/claude-haiku-5-5';
  const passed = { taskType: 'debug', answers: [{ rung: fast, passed: true }], taken: 0 };
  const lines = Array.from({ length: 200 }, () => JSON.stringify(passed)).join('\n');
  const experiences = file('experiences.jsonl', lines);
  const { out } = await runCli([
    'plan',
    '--policy',
    policy,
    '--task',
    task,
    '--experiences',
    experiences,
    '--today',
    '2026-11-22',
  ]);
  const { reason } = JSON.parse(out) as { reason: { kind: string; evidence: object } };
  expect(reason).toMatchObject({ kind: 'planned', evidence: { tier: 'fast' } });
});

const broken = (name: string, ...lines: string[]) => file(name, [header, ...lines].join('\n'));
const badQuality = broken('quality.csv', row(1, 'a', 1, 1), row(2, 'a', 1.5, 1));
const badCost = broken('cost.csv', row(1, 'a', 1, -1));
const ragged = broken('ragged.csv', 't,1,debug');
const noColumn = file('column.csv', 'task_id,model,quality\nt,a,1\n');
const badPolicy = file('bad.yaml', 'rules:\n  - when: {}\n    use: fats\n');
const notYaml = file('not.yaml', 'rules:\n  - when: {\n');
const anchors = file('anchors.yaml', 'rules: &rules []\ncritical: *rules\n');
const noAnchor = file('no-anchor.yaml', 'version: 1\nrules: *nowhere\n');
const twoInOne = file('two.yaml', 'version: 1\n---\nversion: 1\n');
const badTask = file('bad-task.json', '{\n  "type": "chore"\n}');
const numbers = file('numbers.json', '{ "type": "debug",\n"instruction": 7 }');
const backwards = file(
  'backwards.yaml',
  'type: debug\ntarget:\n  startLine: 5\n  endLine: 2\n  text: x\n',
);
const badLines = file('bad.jsonl', '{"taskType":"debug","answers":[]}\nnonsense\n');
const noGood = broken('nogood.csv', row(1, 'a', 1, 1), row(1, 'b', 0, 1));
const apart = broken('apart.csv', row(1, 'a', 1, 1), row(2, 'b', 1, 1));
const circle = join(folder, 'circle.csv');
symlinkSync(circle, circle);
const latin = join(folder, 'latin.csv');
writeFileSync(latin, Buffer.from(`${header}\n${row(1, 'für', 1, 1)}\n`, 'latin1'));
const columns = 'task_id,model,quality,cost_usd\n';
const quoted = file('quoted.csv', `${columns}1,"a,1,1\n2,b,1,1\n`);
const later = file('later.csv', `${columns}1,"a\nb",1,1\n2,"b,1,1\n`);
const inches = file('inches.csv', `${columns}1,19" a,1,1\n`);
const twoPrices = file('twoPrices.csv', 'task_id,model,quality,cost_usd,cost_usd\n');
const renamed = file('renamed.csv', 'task_id,model,quality,costs_usd\n');
const commas = file('decimals.csv', `${columns}1,a,1,"0,01"\n2,a,1,"0,02"\n3,a,1,"0,03"\n`);
const euros = file('euros.csv', `${columns}1,a,1,€0.01\n`);
const one = file('one.csv', `${columns}1,a,1,0.01\n`);
const onCsv = (path: string, names = 'a,b') => ['simulate', '--outcomes', path, '--ladder', names];

const refused: [string, string[], code: number, says: string][] = [
  ['no command', [], 2, 'Usage: tierwise <command>'],
  ['an unknown command', ['simulat'], 2, 'There is no command "simulat".'],
  ['a misspelt command', ['simulat'], 2, 'Did you mean "simulate"?\ntierwise --help lists'],
  [
    'a command that is like none',
    ['upload'],
    2,
    'There is no command "upload".\n\nUsage: tierwise',
  ],
  ['a misspelt option', ['simulate', '--sed', '1'], 2, 'no option --sed. Did you mean "--seeds"?'],
  [
    'a misspelt option with =',
    ['plan', '--polcy=a'],
    2,
    'no option --polcy. Did you mean "--policy"?',
  ],
  ['one dash', ['simulate', '-seeds', '3'], 2, 'no option -seeds. Did you mean "--seeds"?'],
  ['an option that is like none', ['plan', '--verbose'], 2, 'There is no option --verbose.\n'],
  ['an option without a value', ['plan', '--policy'], 2, '--policy needs a value behind it.\n'],
  [
    'an option with an empty value',
    ['plan', '--policy='],
    2,
    '--policy needs a value behind it.\n',
  ],
  [
    'an option in place of a value',
    [...simulate, '--ladder', '--json'],
    2,
    '--ladder needs a value behind it, and --json looks like an option. If it is the value, write --ladder=--json.',
  ],
  ['a value for a switch', [...simulate, '--json=no'], 2, '--json takes no value.'],
  [
    'an option that is written twice',
    [...simulate, '--seeds', '4'],
    2,
    '--seeds is written twice.',
  ],
  [
    'a file without its option',
    ['plan', policy, '--task', task],
    2,
    `"${policy}" stands alone. Write before it which option it is for`,
  ],
  ['no file', ['simulate', '--ladder', 'a,b'], 2, 'Name a file with outcomes'],
  ['a folder that is a file', onCsv(`${outcomes}/a.csv`), 1, 'a part of the path is a file'],
  ['links in a circle', onCsv(circle), 1, 'cannot be read: its links lead in a circle'],
  [
    'another encoding',
    onCsv(latin),
    1,
    `${latin}:2: A character in this line is not written in UTF-8.`,
  ],
  ['a ladder of one', onCsv(outcomes, 'large'), 2, 'takes 2 to 6 models; it has 1'],
  ['a model twice', onCsv(outcomes, 'large,large'), 2, 'names "large" twice'],
  ['an empty name', onCsv(outcomes, 'large,'), 2, 'has an empty name'],
  [
    'a share above 1',
    [...simulate, '--floor', '1.1'],
    2,
    '--floor 1.1 is not a number from 0 to 1',
  ],
  [
    'three shares for two models',
    [...simulate, '--sensitivity', '0.9,0.8,0.7'],
    2,
    '--sensitivity takes one number or one for each of the 2 models; it has 3',
  ],
  [
    'a share that is no number',
    [...simulate, '--false-accept', '0.2,'],
    2,
    '--false-accept  is not a number from 0 to 1',
  ],
  ['a delay below 0', [...simulate, '--delay=-1'], 2, '--delay -1 is not a whole number from 0'],
  ['a stretch of none', [...simulate, '--stretch', '0'], 2, '--stretch 0 is not a whole number'],
  ['a correlation of 2', [...simulate, '--correlation', '2'], 2, '--correlation 2 is not a number'],
  ['half a seed', ['simulate', outcomes, '--seeds', '0.5'], 2, '--seeds 0.5 is not a whole number'],
  ['a missing file', onCsv('nowhere.csv'), 1, 'nowhere.csv cannot be read: there is no such file'],
  ['a quality above 1', onCsv(badQuality), 1, `${badQuality}:3: The quality "1.5" is not`],
  ['a negative cost', onCsv(badCost), 1, `${badCost}:2: The cost_usd "-1" is not`],
  ['a short row', onCsv(ragged), 1, `${ragged}:2: This is not CSV`],
  [
    'an open quote',
    onCsv(quoted),
    1,
    `${quoted}:2: A quote is opened in this line and not closed.`,
  ],
  [
    'an open quote after a value of two lines',
    onCsv(later),
    1,
    `${later}:4: A quote is opened in this line and not closed.`,
  ],
  ['a quote inside a value', onCsv(inches), 1, `${inches}:2: A quote stands inside a value.`],
  ['a column that stands twice', onCsv(twoPrices), 1, 'The column cost_usd stands twice.'],
  [
    'a misspelt column',
    onCsv(renamed),
    1,
    'no column cost_usd. Rename costs_usd, if that is meant.',
  ],
  [
    'a comma for a point in three rows',
    onCsv(commas),
    1,
    `${commas}:2: The cost_usd "0,01" is not an amount in USD, 0 or more: write 0.01. So it is in 2 more rows.\n`,
  ],
  ['another currency', onCsv(euros), 1, '0 or more: write 0.01.\n'],
  ['answers of one model', ['simulate', one], 1, `${one} has answers of a only.`],
  ['a missing column', onCsv(noColumn), 1, `${noColumn}:1: There is no column cost_usd.`],
  [
    'an unknown model',
    onCsv(outcomes, 'tiny,large'),
    1,
    'has no model "tiny". Its models are: large',
  ],
  ['a strongest that solves nothing', onCsv(noGood), 1, 'b solves no task or costs nothing'],
  ['a file of names alone', onCsv(file('names.csv', header)), 1, 'has no answer of any model'],
  ['models without a common task', onCsv(apart), 1, 'was answered by every model'],
  ['plan without a policy', ['plan', '--task', task], 2, 'Name the policy file with --policy.'],
  [
    'a rule of no tier',
    ['plan', '--policy', badPolicy, '--task', task],
    1,
    `${badPolicy}:3: rules`,
  ],
  ['no YAML', ['plan', '--policy', notYaml, '--task', task], 1, `${notYaml}:3: `],
  [
    'an anchor',
    ['plan', '--policy', anchors, '--task', task],
    1,
    `${anchors}:1: Anchors are not allowed`,
  ],
  [
    'an alias of nothing',
    ['plan', '--policy', noAnchor, '--task', task],
    1,
    `${noAnchor}:2: Aliases are not allowed`,
  ],
  [
    'a second document',
    ['plan', '--policy', twoInOne, '--task', task],
    1,
    `${twoInOne}:2: A second document`,
  ],
  [
    'a day that is in no calendar',
    ['plan', '--policy', policy, '--task', task, '--today', '2026-02-30'],
    2,
    '--today 2026-02-30 is not a day',
  ],
  [
    'a month that is in no calendar',
    ['replay', '--ledger', 'none', '--policy', policy, '--since', '2026-13-01'],
    2,
    '--since 2026-13-01 is not a day',
  ],
  ['classify without a form', ['classify'], 2, 'Add --jsonl'],
  ['classify with two files', ['classify', '--jsonl', 'a', 'b'], 2, 'Name one file'],
  [
    'prompts of no file',
    ['classify', '--jsonl', 'none.jsonl'],
    1,
    'none.jsonl cannot be read: there is no such file.',
  ],
  [
    'a task of no type',
    ['plan', '--policy', policy, '--task', badTask],
    1,
    `${badTask}:2: type: Write`,
  ],
  [
    'a number for a text',
    ['plan', '--policy', policy, '--task', numbers],
    1,
    `${numbers}:2: instruction: Write a text.`,
  ],
  [
    'a target that ends before it begins',
    ['plan', '--policy', policy, '--task', backwards],
    1,
    `${backwards}:4: target › endLine: The last line comes before`,
  ],
  [
    'a line that is no experience',
    ['plan', '--policy', policy, '--task', task, '--experiences', badLines],
    1,
    `${badLines}:2: This line is not a JSON object. Write one in each line`,
  ],
];
test.each(refused)('%s is refused', async (_, args, code, says) => {
  const ran = await runCli(args);
  expect(ran.err).toContain(says);
  expect([ran.code, ran.out]).toEqual([code, '']);
});

const helped = [[], ['classify'], ['plan'], ['simulate'], ['replay']].map((all) => [
  ...all,
  '--help',
]);
test.each(helped)('%s %s', async (...args) => {
  const { code, out, err } = await runCli(args);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Usage: tierwise/);
});

test('a rule that another one hides is told, and the decision is made all the same', async () => {
  const hidden = file(
    'hidden.yaml',
    'rules:\n  - name: all\n    when: {}\n    use: fast\n  - when: { taskType: debug }\n    use: reasoning\n',
  );
  const { code, out, err } = await runCli(['plan', '--policy', hidden, '--task', task]);
  expect(err).toBe(
    `${hidden}:5: This rule is never asked for a tier: "all" stands before it and takes all of its work. Move this one up, or remove it.\n`,
  );
  expect([code, (JSON.parse(out) as { sentence: string }).sentence]).toEqual([
    0,
    expect.stringContaining('“all”'),
  ]);
});
