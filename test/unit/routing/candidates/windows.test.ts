import { expect, test } from 'vitest';
import { describeRefusal } from '../../../../src/editor/platform/describeProblem.ts';
import { fitToServers } from '../../../../src/routing/candidates/fitToServers.ts';
import {
  missingCapability,
  requirementsOf,
} from '../../../../src/routing/candidates/requirements.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Model, ModelReference } from '../../../../src/routing/models/model.ts';
import type { ProviderState } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { modelWith, policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

/** A text of about so many tokens. */
const textOf = (tokens: number) => 'word; '.repeat(Math.ceil((tokens * 3.7) / 6));

function problemOf(task: Partial<Task>, facts: Partial<Model>) {
  return missingCapability(modelWith('p/m', facts), requirementsOf(taskWith(task)));
}

const explained = { answerKind: 'prose', target: { startLine: 1, endLine: 1, text: 'a' } } as const;

test.each([2_048, 8_192, 32_768, 200_000, 2_000_000])(
  'a window of %i takes a prompt with room for an answer, and none without',
  (contextTokens) => {
    const fits = { ...explained, fileText: textOf(contextTokens - 400) };
    expect(problemOf(fits, { contextTokens })).toBeUndefined();
    const full = { ...explained, fileText: textOf(contextTokens - 200) };
    expect(problemOf(full, { contextTokens })).toMatchObject({ kind: 'contextTooSmall' });
    expect(problemOf(full, {})).toBeUndefined();
  },
);

test('an edit needs room to repeat its target', () => {
  const target = { startLine: 1, endLine: 9, text: textOf(3_000) };
  const task = { target, fileText: target.text };
  expect(problemOf({ ...task, answerKind: 'prose' }, { contextTokens: 8_192 })).toBeUndefined();
  expect(problemOf(task, { contextTokens: 8_192 })).toMatchObject({ kind: 'contextTooSmall' });
  expect(problemOf(task, { maxOutputTokens: 2_000 })).toMatchObject({
    kind: 'answerTooLong',
    maxOutputTokens: 2_000,
  });
});

const parts: readonly [string, Partial<Task>][] = [
  ['the instruction', { instruction: textOf(3_000) }],
  ['a related file', { related: { path: 'b.ts', text: textOf(3_000) } }],
  [
    'an earlier answer',
    { earlier: [{ modelName: '', tier: '', text: textOf(3_000), shortcoming: '' }] },
  ],
  ['a known problem', { diagnostics: [{ line: 1, message: textOf(3_000) }] }],
];
test.each(parts)('%s needs room as well', (_, part) => {
  const task = { ...explained, fileText: textOf(5_000) };
  expect(problemOf(task, { contextTokens: 8_192 })).toBeUndefined();
  expect(problemOf({ ...task, ...part }, { contextTokens: 8_192 })).toMatchObject({
    kind: 'contextTooSmall',
  });
});

const served = (windows: Record<string, number>): ProviderState => ({
  state: 'ready',
  windows: new Map(
    Object.entries(windows).map(([name, contextTokens]) => [
      name,
      { contextTokens, server: 'ollama' as const },
    ]),
  ),
});

test.each([
  ['unknown in the settings', {}, 'o/a', 4_096, 4_096],
  [
    'larger in the settings, which cannot come true',
    { contextTokens: 32_768 },
    'o/a',
    4_096,
    4_096,
  ],
  ['smaller in the settings', { contextTokens: 2_048 }, 'o/a', 4_096, 2_048],
  ['named without its tag', {}, 'o/b', 8_192, 8_192],
] as const)('a window %s', (_, facts, reference, served_, expected) => {
  const catalog = new Map([['o/a', modelWith('o/a', facts)]]);
  const state = served({ a: served_, 'b:latest': served_ });
  const fitted = fitToServers(catalog, new Map([['o', { state }]]));
  expect(fitted.get(reference)).toMatchObject({ contextTokens: expected, server: 'ollama' });
});

const small = (reference: ModelReference, facts: Partial<Model> = {}) =>
  modelWith(reference, { contextTokens: 8_192, ...facts });
const long = taskWith({ type: 'explain', ...explained, fileText: textOf(9_000) });

test('a refusal says what did not fit, and how the server’s window is made larger', () => {
  const models = ['p/small', 'p/medium', 'p/large'] as const;
  const catalog = new Map(models.map((each) => [each, small(each, { server: 'ollama' })]));
  const decision = decide(long, situationWith({ catalog }));
  const said = describeRefusal(long, decision).message;
  expect(said).toMatch(/needs about 9\d\d\d tokens, its answer included, and the model takes 8192/);
  expect(said).toContain('A file is sent whole');
  expect(said).toContain('OLLAMA_CONTEXT_LENGTH');
  expect(said).not.toContain('Name another model');
});

test('a model that answers alone names the larger one that may be asked when the prompt is too long', () => {
  const catalog = new Map([
    ['p/small', small('p/small')],
    ['p/medium', small('p/medium')],
    ['p/large', modelWith('p/large', { contextTokens: 200_000 })],
  ]);
  const rule = { name: 'mine', when: {}, use: 'fast', origin: 'settings' } as const;
  const situation = situationWith({ catalog, policy: policyWith({ rules: [rule] }) });
  const choiceOf = (pick = situation.pick) => {
    const { plan } = decide(taskWith(), { ...situation, pick });
    return plan.kind === 'direct' ? plan.choice : undefined;
  };
  expect(choiceOf()).toMatchObject({ tier: 'fast', larger: [{ tier: 'reasoning' }] });
  // A tier that the developer picked is not left.
  expect(choiceOf({ tier: 'fast', pinned: {} })).not.toHaveProperty('larger');
});
