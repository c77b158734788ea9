import * as fc from 'fast-check';
import { parseProviders } from '../../src/providers/parseProviders.ts';
import { parseBudgets } from '../../src/routing/budgets/parseBudgets.ts';
import type { InputProblem } from '../../src/routing/input/problems.ts';
import { parseModels } from '../../src/routing/models/parseModels.ts';
import { parseLatencyBudgets } from '../../src/routing/policy/parseLatencyBudgets.ts';
import {
  parsePolicyFile,
  parseRulesSetting,
  parseTiersSetting,
} from '../../src/routing/policy/parsePolicy.ts';
import { type FuzzTarget, must } from './target.ts';

/*
 * Settings as anybody may write them. Nothing throws, every problem is a sentence about something, and
 * whatever is taken over holds no number that money cannot have.
 */

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, -1, NaN, Infinity, -Infinity, 1e300, 1e-300, 5e-10),
  fc.constantFrom('5', '', 'NaN', '1e400', null),
);
/** Any value, or one whose keys are those of the settings. */
function near(keys: readonly string[], values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const value = fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: fc.anything() });
  const fields = fc.record(Object.fromEntries(keys.map((key) => [key, value])), {
    requiredKeys: [],
  });
  const key = fc.constantFrom('p/m', 'fast', 'ollama', '__proto__', 'constructor', '', 'a b');
  return fc.oneof(
    { weight: 4, arbitrary: fields },
    { weight: 4, arbitrary: fc.array(fields, { maxLength: 3 }) },
    { weight: 4, arbitrary: fc.dictionary(key, fields, { maxKeys: 3 }) },
    { weight: 1, arbitrary: fc.anything() },
  );
}

const price = fc.record(
  {
    input: number,
    output: number,
    cacheRead: number,
    from: fc.constantFrom('2026-01-01', 'soon'),
    source: fc.string(),
  },
  { requiredKeys: ['input', 'output'] },
);
const written = {
  budgets: near(
    ['usd', 'per', 'workspace', 'taskType'],
    fc.oneof(number, fc.constantFrom('day', 'week', 'shop', 'test')),
  ),
  models: near(
    ['name', 'prices', 'contextTokens', 'maxOutputTokens', 'efforts', 'reasoning'],
    fc.oneof(number, fc.array(price, { maxLength: 3 })),
  ),
  providers: near(
    ['wire', 'baseUrl', 'auth', 'headers', 'timeouts', 'name', 'discover'],
    fc.constantFrom(
      'openai',
      'openaiCompatible',
      'https://a.example/v1',
      'http://a@b',
      'none',
      'file:///etc',
      5,
    ),
  ),
  policy: near(
    ['rules', 'critical', 'auto', 'workflows', 'use', 'when'],
    fc.constantFrom('fast', ['fast'], { paths: ['**'] }, 3),
  ),
};
const tiers = ['fast', 'balanced', 'reasoning'];

interface Reader {
  readonly name: string;
  readonly given: fc.Arbitrary<unknown>;
  readonly read: (value: unknown) => { readonly problems: readonly InputProblem[] };
}

const readers: readonly Reader[] = [
  { name: 'budgets', given: written.budgets, read: parseBudgets },
  { name: 'models', given: written.models, read: (value) => parseModels(value) },
  { name: 'providers', given: written.providers, read: parseProviders },
  { name: 'policy', given: written.policy, read: (value) => parsePolicyFile(value, tiers) },
  { name: 'rules', given: written.policy, read: (value) => parseRulesSetting(value, tiers) },
  { name: 'tiers', given: written.policy, read: parseTiersSetting },
  { name: 'latencyBudgets', given: written.budgets, read: parseLatencyBudgets },
];

export const settings: readonly FuzzTarget[] = readers.map(({ name, given, read }) => ({
  name: `settings.${name}`,
  property: fc.property(given, (value) => {
    const { problems, ...taken } = read(value);
    must(problems.every(isSentence), JSON.stringify(problems));
    const wrong = numbersIn(taken).find((each) => !Number.isFinite(each) || each < 0);
    must(wrong === undefined, `${wrong} was taken over`);
    must(({} as Record<string, unknown>)['polluted'] === undefined, 'the prototype was changed');
  }) as FuzzTarget['property'],
}));

function isSentence({ path, message }: InputProblem): boolean {
  return (
    message.trim() !== '' && path.every((key) => typeof key === 'string' || typeof key === 'number')
  );
}

function numbersIn(value: unknown, depth = 0): readonly number[] {
  if (typeof value === 'number') return [value];
  if (depth > 8 || typeof value !== 'object' || value === null) return [];
  const inside = value instanceof Map ? [...value.values()] : Object.values(value);
  return inside.flatMap((each) => numbersIn(each, depth + 1));
}
