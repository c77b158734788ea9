import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { CandidateSubject } from '../../../src/evaluation/candidate.ts';
import type { FixtureSubject } from '../../../src/evaluation/fixture.ts';
import { policyEdit } from '../../../src/evaluation/policyEdit.ts';
import { parsePolicyFile } from '../../../src/routing/policy/parsePolicy.ts';

const debug: FixtureSubject = { kind: 'taskType', taskType: 'debug' };
const mood: FixtureSubject = { kind: 'step', workflow: 'sortLetters', step: 'mood' };
const balanced: CandidateSubject = { kind: 'tier', tier: 'balanced' };
const cascade: CandidateSubject = {
  kind: 'cascade',
  tiers: ['fast', 'balanced'],
  gates: ['syntax', 'command'],
};

function edited(yaml: string, subject: FixtureSubject = debug, winner = balanced): string {
  const edit = policyEdit(yaml, { evaluation: 'roundMoney', subject, winner });
  if (edit.kind === 'refused') throw new Error(edit.why);
  const { problems } = parsePolicyFile(parse(edit.text), ['fast', 'balanced', 'reasoning']);
  expect(problems).toEqual([]);
  return edit.text;
}

const rule = (indent: string, use = 'balanced') =>
  [
    `${indent}- name: "evaluated: roundMoney"`,
    `${indent}  when: { taskType: debug }`,
    `${indent}  use: ${use}`,
    '',
  ].join('\n');

const written = `# Which tier each task goes to.
version: 1
critical: [src/pay/**]   # money
rules:
  # Races are hard.
  - name: races are hard
    when: { taskType: [debug, review], keywords: [race, deadlock] }
    use: reasoning
`;

test('the rule comes first, and every other byte stays', () => {
  expect(edited(written)).toBe(written.replace('rules:\n', `rules:\n${rule('  ')}`));
});

test.each([
  ['no policy', '', `version: 1\nrules:\n${rule('  ')}`],
  ['a comment alone', '# Ours.\n', `# Ours.\nrules:\n${rule('  ')}`],
  ['no rules', 'version: 1', `version: 1\nrules:\n${rule('  ')}`],
  [
    'an empty list with an example behind it',
    'version: 1\nrules: []\n# rules:\n#   - use: fast\n',
    `version: 1\nrules:\n${rule('  ')}# rules:\n#   - use: fast\n`,
  ],
  ['nothing behind the key', 'rules:\ncritical: []\n', `rules:\n${rule('  ')}critical: []\n`],
  [
    'a list without indentation',
    'rules:\n- when: { critical: true }\n  use: reasoning\n',
    `rules:\n${rule('')}- when: { critical: true }\n  use: reasoning\n`,
  ],
])('the rule is written into a policy with %s', (_, before, after) => {
  expect(edited(before)).toBe(after);
});

test('a list on one line stays on one line', () => {
  expect(edited('rules: [{ when: { critical: true }, use: fast }]\n')).toBe(
    'rules: [{ name: "evaluated: roundMoney", when: { taskType: debug }, use: balanced }, { when: { critical: true }, use: fast }]\n',
  );
});

test('a rule of an earlier run stays where it is, with what was added to it', () => {
  const before = `${written}  # Found in June.
  - name: "evaluated: roundMoney"
    when: { taskType: debug, language: typescript } # only TypeScript
    use: fast # cheap
`;
  expect(edited(before)).toBe(before.replace('use: fast #', 'use: balanced #'));
  expect(edited(before, debug, cascade)).toBe(
    before.replace('use: fast #', 'use: { cascade: [fast, balanced], gates: [syntax, command] } #'),
  );
});

test('an earlier rule for another task type follows the evaluation', () => {
  const before = `rules:\n${rule('  ').replace('debug', 'test')}`;
  expect(parse(edited(before))).toEqual(parse(`rules:\n${rule('  ')}`));
});

test('a file in another form of YAML is written anew with the same meaning', () => {
  const before = '{ version: 1, critical: [a] }\n';
  expect(parse(edited(before))).toEqual({
    version: 1,
    critical: ['a'],
    rules: [{ name: 'evaluated: roundMoney', when: { taskType: 'debug' }, use: 'balanced' }],
  });
});

const workflows = `workflows:
  # The letters of the desk.
  sortLetters:
    model: fast
    steps:
      risk: reasoning # must not be missed
  other: { steps: { mood: fast } }
`;

test.each([
  [
    'a step beside others',
    workflows,
    workflows.replace('      risk:', '      mood: balanced\n      risk:'),
  ],
  [
    'a workflow without steps',
    'workflows:\n  sortLetters:\n    model: fast\n',
    'workflows:\n  sortLetters:\n    steps:\n      mood: balanced\n    model: fast\n',
  ],
  [
    'a workflow beside others on one line',
    'workflows: { other: { model: fast } }\n',
    'workflows: { sortLetters: { steps: { mood: balanced } }, other: { model: fast } }\n',
  ],
  [
    'no workflows',
    '# Ours.\nversion: 1\n',
    '# Ours.\nversion: 1\nworkflows:\n  sortLetters:\n    steps:\n      mood: balanced\n',
  ],
  [
    'the step itself',
    workflows.replace('risk: reasoning', 'mood: fast'),
    workflows.replace('risk: reasoning', 'mood: balanced'),
  ],
])('the model of a step is written into a policy with %s', (_, before, after) => {
  expect(edited(before, mood)).toBe(after);
});

test('the gates of a step’s cascade are named where a policy has no place for them', () => {
  const edit = policyEdit('', { evaluation: 'moods', subject: mood, winner: cascade });
  expect(edit).toMatchObject({
    kind: 'edited',
    text: expect.stringContaining('mood: { cascade: [fast, balanced] }'),
    note: expect.stringMatching(/gates syntax, command.*step “mood”/),
  });
});

test('a model and a broken file are refused with the next step', () => {
  const model = { kind: 'model', choice: { reference: 'ollama/qwen3:4b' } } as CandidateSubject;
  const refused = (yaml: string, winner: CandidateSubject) =>
    policyEdit(yaml, { evaluation: 'a', subject: debug, winner });
  expect(refused('', model)).toMatchObject({ why: expect.stringContaining('tierwise.tiers') });
  expect(refused('rules: [', balanced)).toMatchObject({ why: expect.stringContaining('Problems') });
  expect(refused('- a\n', balanced)).toMatchObject({ kind: 'refused' });
});

test.each(['rules: see the wiki\n', 'rules:\n  name: mine\n  use: fast\n', '- name: mine\n'])(
  '%j is not overwritten',
  (yaml) => {
    const edit = policyEdit(yaml, { evaluation: 'roundMoney', subject: debug, winner: balanced });
    expect(edit).toEqual({
      kind: 'refused',
      why: expect.stringContaining('Correct it first') as string,
    });
  },
);

test('line ends of Windows stay, in the new lines as well', () => {
  expect(edited(written.replaceAll('\n', '\r\n'))).toBe(edited(written).replaceAll('\n', '\r\n'));
});
