import { expect, test } from 'vitest';
import type { OverviewLine } from '../../../../src/routing/overview/line.ts';
import { routingOverview } from '../../../../src/routing/overview/overview.ts';
import type { FileRecord, PolicyRecord } from '../../../../src/routing/overview/record.ts';
import { parsePolicyFile, parseRulesSetting } from '../../../../src/routing/policy/parsePolicy.ts';
import type { Policy } from '../../../../src/routing/policy/policy.ts';
import { shippedRules, toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import { turnsInForce } from '../../../../src/routing/policy/turnPolicy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { modelWith, policyWith, situationWith, standingWith } from '../../../support/tasks.ts';

const tierNames = ['fast', 'balanced', 'reasoning'];

/** A policy file as it is read; rule `n` stands in line 10 n. */
function fileOf(written: object, fields: Partial<FileRecord> = {}): FileRecord {
  const { policy, places } = parsePolicyFile(written, tierNames);
  return {
    path: '.tierwise/policy.yaml',
    uri: 'file:///shop/.tierwise/policy.yaml',
    policy,
    lines: {
      rules: new Map([...places].map(([rule, path]) => [rule, 10 * (Number(path[1]) + 1)])),
      parts: new Map([
        ['critical', 2],
        ['auto', 4],
        ['turns', 6],
        ['workflows', 8],
      ]),
    },
    isOlder: false,
    unused: [],
    remarks: [],
    ...fields,
  };
}

function recordWith(fields: Partial<PolicyRecord> = {}): PolicyRecord {
  return {
    files: [],
    readsFiles: true,
    ownRules: new Map(),
    written: new Set(),
    remarks: [],
    commands: [],
    localHosts: [],
    isPractising: false,
    ...fields,
  };
}

/** The policy in force with these rules of the user and these files. */
function inForce(written: readonly object[], files: readonly FileRecord[]) {
  const own = parseRulesSetting(written, tierNames);
  const policy: Policy = {
    ...policyWith(),
    rules: [
      ...own.rules,
      ...files.flatMap((file) => file.policy.rules),
      ...shippedRules('balanced', tierNames),
    ],
    localRules: files.flatMap((file) => file.policy.localRules ?? []),
    costRules: files.flatMap((file) => file.policy.costRules ?? []),
  };
  return { policy, record: recordWith({ ownRules: own.places, files }) };
}

function linesOf(
  title: string,
  situation: Situation,
  record: PolicyRecord = recordWith(),
): readonly OverviewLine[] {
  const part = routingOverview(situation, record).find((each) => each.title.startsWith(title));
  return part?.lines ?? [];
}
const textsOf = (...args: Parameters<typeof linesOf>) => linesOf(...args).map(({ text }) => text);
const originsOf = (...args: Parameters<typeof linesOf>) =>
  linesOf(...args).map(({ from }) => from?.words);

test('every rule stands in the order in which it is tried, with the place that the parser recorded', () => {
  const races = { name: 'races', when: { keywords: ['race', 'lock'] }, use: 'reasoning' };
  const file = fileOf({
    rules: [
      { name: 'keys', when: { path: 'keys/**' }, local: true },
      {
        name: 'pay',
        when: { critical: true, minLines: 3 },
        use: {
          cascade: ['fast', 'reasoning'],
          gates: ['format', 'judge'],
          judge: 'balanced',
          retry: true,
          raiseEffort: true,
          unchecked: 'fast',
        },
      },
    ],
  });
  const { policy, record } = inForce([{ when: { taskType: 'docs' }, use: 'auto' }, races], [file]);
  const lines = linesOf('Rules', situationWith({ policy }), record);
  expect(lines.slice(0, 3)).toEqual([
    {
      text: '“rule 1” (task type docs): the planner chooses.',
      from: {
        words: 'rule 1 of your setting tierwise.rules',
        place: { kind: 'setting', key: 'tierwise.rules' },
      },
    },
    {
      text: '“races” (the word race or lock in the instruction): reasoning.',
      from: expect.objectContaining({ words: 'rule 2 of your setting tierwise.rules' }),
    },
    {
      text: '“pay” (at least 3 lines; critical work): fast, then reasoning, each asked once more with what the gates found, with more effort before the next tier, checked by format and judge, judged by balanced, fast alone where no gate can judge.',
      from: {
        words: '.tierwise/policy.yaml, line 20',
        place: { kind: 'file', path: file.path, uri: file.uri, line: 20 },
      },
    },
  ]);
  expect(lines.slice(3).map(({ text, from }) => [text, from?.words])).toEqual([
    [
      '“routine work is cheap” (task type boilerplate or docs): fast, then balanced, checked by the usual gates, fast alone where no gate can judge.',
      'shipped',
    ],
    [expect.stringContaining('“everyday edits start cheap”'), 'shipped'],
    ['“explanations are balanced” (task type explain): balanced.', 'shipped'],
    [expect.stringContaining('“hard thinking needs reasoning”'), 'shipped'],
    ['All other work: balanced.', 'shipped'],
  ]);
  expect(linesOf('Work that stays', situationWith({ policy }), record)).toEqual([
    {
      text: '“keys” (path keys/**).',
      from: expect.objectContaining({ words: '.tierwise/policy.yaml, line 10' }),
    },
  ]);
});

test('a rule that the record does not know has no place', () => {
  const [rule] = parsePolicyFile({ rules: [{ when: {}, use: 'fast' }] }, tierNames).policy.rules;
  const policy = policyWith({ rules: [rule!] });
  const record = recordWith({ files: [fileOf({ rules: [{ when: {}, use: 'fast' }] })] });
  expect(linesOf('Rules', situationWith({ policy }), record)[0]?.from).toEqual({
    words: 'the repository’s policy',
  });
});

test('a line that may have moved is not named, and the error that stops it is', () => {
  const remarks = [{ line: 7, message: 'Write a list.' }];
  const file = fileOf(
    { rules: [{ when: { path: 'a/**' }, use: 'fast' }] },
    { isOlder: true, remarks },
  );
  const { policy, record } = inForce([], [file]);
  expect(originsOf('Rules', situationWith({ policy }), record)[0]).toBe(file.path);
  expect(linesOf('Ignored', situationWith({ policy }), record)).toEqual([
    {
      text: '.tierwise/policy.yaml has an error, so what was read before the error is in force.',
      from: { words: file.path, place: { kind: 'file', path: file.path, uri: file.uri } },
    },
    { text: 'Write a list.', from: expect.objectContaining({ words: `${file.path}, line 7` }) },
  ]);
});

test('rules behind one that matches all work are said to be out of reach', () => {
  const { policy, record } = inForce([{ name: 'all', when: {}, use: 'fast' }], []);
  const [first, ...others] = textsOf('Rules', situationWith({ policy }), record);
  expect(first).toBe('“all” (all work): fast.');
  for (const text of others) expect(text).toMatch(/ It is never reached: “all” before it/);
  expect(others).toHaveLength(4);
});

test('a cap that is wider than the user’s own limit is the limit, and says so', () => {
  const use = { cascade: ['fast'], maxUsd: 1000, maxAttempts: 2, maxSeconds: 1e5 };
  const { policy, record } = inForce([{ when: { language: 'go' }, use }], []);
  expect(textsOf('Rules', situationWith({ policy }), record)[0]).toBe(
    '“rule 1” (language go): fast, checked by the usual gates, at most 2 calls, at most $20.00 (your own limit, instead of $1000.00), at most 3600 s (your own limit, instead of 100000 s).',
  );
});

test.each([
  ['tiers that start together', { speculate: ['fast', 'gone'] }, /: fast, then gone \(there is/],
  ['the fastest model', 'fastest', /: the fastest of all tiers, checked by the usual gates\.$/],
  ['the fastest of some', { fastest: ['fast', 'balanced'] }, /: the fastest of fast, then bal/],
])('a rule may use %s', (_, use, expected) => {
  const { policy, record } = inForce([{ when: { language: 'go' }, use }], []);
  expect(textsOf('Rules', situationWith({ policy }), record)[0]).toMatch(expected);
});

test('each model of a tier has its state and its price', () => {
  const references = ['q/a', 'p/none', 'p/small', 'p/hot', 'p/dear', 'r/x'];
  const policy = policyWith({ tiers: toTiers({ fast: references }) });
  const dear = { prices: [{ from: '2026-01-01', source: 'test', input: 9e9, output: 9e9 }] };
  const catalog = new Map(
    [modelWith('p/small'), modelWith('p/hot'), modelWith('p/dear', dear)].map((model) => [
      model.reference as string,
      model,
    ]),
  );
  const situation = situationWith({
    policy,
    catalog,
    providers: new Map([
      [
        'p',
        {
          name: 'P',
          simulated: false,
          state: { state: 'ready', models: new Set(['small', 'hot', 'dear']) },
        },
      ],
      ['q', { name: 'Q', simulated: false, state: { state: 'noKey' } }],
    ]),
    coolingDown: new Map([['p/hot', { secondsLeft: 40, why: 'rate limited' }]]),
  });
  const record = recordWith({ written: new Set(['tierwise.tiers']) });
  const [fast] = linesOf('Tiers', situation, record);
  expect(fast?.from?.words).toBe('your setting tierwise.tiers');
  expect(fast?.under?.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^a, q\/a: no key for Q; price unknown\. .*cost is unknown/),
    expect.stringMatching(/^none, p\/none: P: it has no model "none"; price unknown\./),
    expect.stringMatching(/^small, p\/small: ready, answers first; \$1 in, \$5 out per million/),
    expect.stringMatching(/^hot, p\/hot: rate limited a moment ago, not asked again for 40 s; \$1/),
    expect.stringMatching(/^dear, p\/dear: it may be more expensive than small, .*; \$9 in/),
    expect.stringMatching(/^x, r\/x: there is no provider “r” in your settings; price unknown/),
  ]);
});

test('a model that cools down and has no stand-in answers all the same', () => {
  const situation = situationWith({
    coolingDown: new Map([['p', { secondsLeft: 9, why: 'timed out' }]]),
  });
  const [fast] = linesOf('Tiers', situation);
  expect(fast?.under?.[0]?.text).toContain('p/small: answers, although timed out a moment ago;');
  expect(fast?.from?.words).toBe('shipped');
});

test('what is picked, pinned or tried out comes before the rules', () => {
  expect(textsOf('What comes', situationWith())).toEqual([
    'Nothing: no tier is picked, and none is pinned.',
  ]);
  const situation = situationWith({
    pick: { tier: 'fast', pinned: { debug: 'reasoning' } },
    experiments: [
      { name: 'e', taskType: 'docs', plans: { A: 'fast', B: 'fast' }, mode: 'split', share: 0.5 },
    ],
  });
  expect(textsOf('What comes', situation, recordWith({ isPractising: true }))).toEqual([
    'Practice models run: providers, models and tiers are theirs until you stop.',
    'You pinned reasoning to Debug.',
    'You picked fast in the status bar: every task goes there, but pinned ones.',
    'The experiment “e” gives each task a plan for Document.',
  ]);
});

test('the aim has its floor and worst, and what a repository sets has its line', () => {
  const auto = { floor: 0.95, exploringShare: 0.2, tiers: ['fast', 'reasoning'] };
  const rules = shippedRules('careful', tierNames);
  const policy = policyWith({ auto, aim: 'careful', rules });
  const record = recordWith({
    files: [fileOf({}, { unused: ['auto'], path: 'a' }), fileOf({ auto }, { path: 'b' })],
    written: new Set(['tierwise.aim']),
  });
  expect(textsOf('Aim', situationWith({ policy }), record)).toEqual([
    'The aim is careful.',
    'The repository names the tiers fast and reasoning, the floor 95 % and 20 % for exploring.',
    'So the planner keeps a floor of 95 % of the strongest tier’s quality on average, and 94 % at worst for a task type. Exploring may cost 0.5 % on top.',
    'Where the task type is unsure, the one with the stronger tier counts.',
  ]);
  expect(originsOf('Aim', situationWith({ policy }), record)).toEqual([
    'your setting tierwise.aim',
    'b, line 4',
    undefined,
    'shipped',
  ]);
  expect(textsOf('Ignored', situationWith({ policy }), record)).toEqual([
    '`auto` is not used: another folder of this workspace sets it first.',
    'A repository may not raise what exploring costs: 0.5 % holds, instead of 20 %.',
  ]);
});

test('a shipped rule without one of the user’s tiers is said to be left out', () => {
  const policy = policyWith({
    tiers: toTiers({ fast: ['p/small'], huge: ['p/large'] }),
    rules: shippedRules('balanced', ['fast', 'huge']),
  });
  expect(textsOf('Ignored', situationWith({ policy }))).toEqual([
    '“explanations are balanced” is left out: none of its tiers is among yours (fast and huge).',
    '“hard thinking needs reasoning” is left out: none of its tiers is among yours (fast and huge).',
  ]);
});

test('gates are those of rules, of the task types, the commands and agents’ turns', () => {
  const file = fileOf({ turns: { gate: 'all', plan: 'reasoning', edit: 'fast' } });
  const use = { cascade: ['fast'], gates: ['command'] };
  const { policy, record } = inForce([{ name: 'own', when: { language: 'go' }, use }], [file]);
  const turns = turnsInForce({}, file.policy.turnTiers);
  const situation = situationWith({ policy: { ...policy, turns } });
  const commands = [{ name: 'tests', argv: ['npm', 'test'] }];
  expect(
    linesOf('Gates', situation, { ...record, commands }).map(({ text, from }) => [
      text,
      from?.words,
    ]),
  ).toEqual([
    ['boilerplate, test and docs: complete, format, syntax and diagnostics.', 'shipped'],
    ['feature, refactor and debug: complete, format, syntax, diagnostics and command.', 'shipped'],
    ['explain, review, design and other: complete, format and judge.', 'shipped'],
    ['The gate command runs “tests”: npm test', 'your setting tierwise.gateCommands'],
    ['“own” names its own: command.', 'rule 1 of your setting tierwise.rules'],
    [
      'In agents’ loops, the arguments of every tool call are checked before the agent gets them.',
      '.tierwise/policy.yaml, line 6',
    ],
  ]);
  expect(textsOf('Gates', situation, record)).toContain(
    'The gate command has nothing to run, so it checks nothing.',
  );
  expect(textsOf('Turns', situation, record)).toEqual(['plan: reasoning', 'edit: fast']);
});

test('the user’s own turns come before the repository’s, and what is overridden is said', () => {
  const file = fileOf({
    turns: { gate: 'all', plan: 'reasoning', edit: 'fast', subagent: 'fast', side: 'fast' },
  });
  const own = { execute: 'balanced', side: 'fast', gate: 'none' } as const;
  const policy = policyWith({
    rules: shippedRules('balanced', tierNames),
    turns: turnsInForce(own, file.policy.turnTiers),
  });
  expect(textsOf('Ignored', situationWith({ policy }), recordWith({ files: [file] }))).toEqual([
    '`turns` names edit, side and gate, and your own setting comes first.',
  ]);
});

test('budgets and limits have their standing and their origin', () => {
  const situation = situationWith({
    budgets: [standingWith({ spentNanoUsd: 1.2e9, unknownAttempts: 2 })],
    latencyBudgets: { debug: 20 },
  });
  const record = recordWith({ written: new Set(['tierwise.limits']) });
  expect(textsOf('Budgets', situation, record)).toEqual([
    '$5.00 per session: $1.20 is spent, with 2 calls of unknown cost counted as what was set aside.',
    'One request: at most 40 calls, $20.00 and 3600 s.',
    'One run of a workflow: at most 1000 calls, $50.00 and 14400 s.',
  ]);
  expect(originsOf('Budgets', situation, record)).toEqual([
    'your setting tierwise.budgets',
    'your setting tierwise.limits',
    'your setting tierwise.limits',
  ]);
  expect(originsOf('Budgets', situationWith())).toEqual([undefined, 'shipped', 'shipped']);
  expect(textsOf('How long', situation, record)).toEqual(['Debug: 20 s.']);
});

test('critical paths, costs of mistakes, hosts and workflows name who said so', () => {
  const file = fileOf({
    critical: ['pay/**'],
    rules: [{ name: 'dear', when: { path: 'pay/**' }, mistakeCost: 'high' }],
    workflows: { fix: { model: 'fast', steps: { find: 'fast' } } },
  });
  const { policy, record } = inForce([], [file]);
  const situation = situationWith({
    policy: { ...policy, workflows: file.policy.workflows ?? {} },
  });
  const all = { ...record, localHosts: ['gpu.lan'] };
  const of = (title: string) =>
    linesOf(title, situation, all).map(({ text, from }) => [text, from?.words]);
  expect(of('Critical')).toEqual([['pay/**', '.tierwise/policy.yaml, line 2']]);
  expect(of('What a wrong')).toEqual([
    ['“dear” (path pay/**): high.', '.tierwise/policy.yaml, line 10'],
  ]);
  expect(of('Work that stays')).toEqual([
    ['gpu.lan counts as this machine.', 'your setting tierwise.localHosts'],
  ]);
  expect(of('Workflows')).toEqual([
    ['“fix” has other tiers for all steps and agents and find.', '.tierwise/policy.yaml, line 8'],
  ]);
});

test('what does not count is said with its reason, and where nothing is ignored, that too', () => {
  const policy = policyWith({ rules: shippedRules('balanced', tierNames) });
  const situation = situationWith({ policy });
  expect(textsOf('Ignored', situation)).toEqual(['Nothing: all that is written counts.']);
  const record = recordWith({
    readsFiles: false,
    remarks: [{ setting: 'tierwise.rules', path: [0, 'use'], message: 'Name a tier.' }],
  });
  expect(linesOf('Ignored', situation, record)).toEqual([
    { text: 'You do not trust this workspace, so no policy file of it is read.' },
    {
      text: '0 › use: Name a tier.',
      from: expect.objectContaining({ place: { kind: 'setting', key: 'tierwise.rules' } }),
    },
  ]);
});
