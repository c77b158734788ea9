import { authSchemes, wires } from '../src/providers/providerConfig.ts';
import { budgetPeriods } from '../src/routing/budgets/budget.ts';
import { reasoningLevels } from '../src/routing/classify/reasoningLevel.ts';
import { speedMeasures } from '../src/routing/models/latency.ts';
import { efforts } from '../src/routing/models/model.ts';
import { statableCosts } from '../src/routing/policy/policy.ts';
import { turnGatings } from '../src/routing/policy/turnPolicy.ts';
import { taskTypes } from '../src/routing/task.ts';
import { gateNames } from '../src/routing/verdict.ts';

/*
 * What each value of a list of choices means, for the completion of settings. `npm run build` writes it into
 * package.json beside each list, so that a value has the same words wherever it may stand.
 */

type Words<Value extends string> = Readonly<Record<Value, string>>;

function words<Value extends string>(values: readonly Value[], said: Words<Value>) {
  return { values, said };
}

const known = [
  words(taskTypes, {
    boilerplate: 'Generate Boilerplate: routine code.',
    feature: 'Implement: code that does something new.',
    refactor: 'Refactor: better code that does the same.',
    debug: 'Debug: find a defect and fix it.',
    test: 'Write Tests.',
    docs: 'Document: comments and documentation.',
    explain: 'Explain: what code does and why.',
    review: 'Review: look for defects, and change nothing.',
    design: 'Design: judge a design, and propose a better one.',
    other: 'Ask: any other question.',
  }),
  words(reasoningLevels, {
    low: 'Little or no reasoning.',
    medium: 'Some reasoning.',
    high: 'Much reasoning, such as for a race or a design.',
  }),
  words(gateNames, {
    complete: 'It is whole, and changes what was asked for and nothing else.',
    format: 'The edit applies, and JSON and YAML still parse.',
    syntax: 'It has no new syntax errors.',
    diagnostics: 'VS Code’s language server finds no new errors in it.',
    command: 'Your own commands succeed on it.',
    confidence: 'The model says that it is sure, and was right often enough.',
    judge: 'Another model finds it good enough.',
  }),
  words(speedMeasures, {
    firstToken: 'The time to the first token.',
    total: 'The time to the whole answer.',
  }),
  words(statableCosts, {
    low: 'A wrong answer costs little.',
    usual: 'As much as usual.',
    high: 'A wrong answer costs much.',
  }),
  words(turnGatings, {
    edits: 'Answers that edit files.',
    all: 'The arguments of every tool call as well.',
    none: 'No answer.',
  }),
  words(budgetPeriods, {
    session: 'A session, which ends after eight idle hours.',
    day: 'A day.',
    week: 'A week, which begins on Monday.',
    month: 'A calendar month.',
  }),
  words(wires, {
    anthropic: 'Anthropic Messages.',
    openai: 'OpenAI Responses.',
    openaiCompatible: 'Chat Completions, which most servers offer.',
    openaiDecisions: 'OpenAI Decisions, which can only judge answers and recognise task types.',
  }),
  words(authSchemes, {
    bearer: 'As Authorization: Bearer.',
    'x-api-key': 'As x-api-key, such as for Anthropic.',
    'api-key': 'As api-key, such as for Azure.',
    both: 'As Authorization: Bearer and as x-api-key.',
    none: 'The server needs no key.',
  }),
  words(efforts, {
    none: 'No reasoning.',
    minimal: 'As little reasoning as can be.',
    low: 'Little reasoning.',
    medium: 'Some reasoning.',
    high: 'Much reasoning.',
    xhigh: 'Very much reasoning.',
    max: 'As much reasoning as can be.',
  }),
  words(['split', 'shadow'], {
    split: 'Each task goes to one of the plans.',
    shadow: 'Plan A answers, and plan B is asked as well and never shown, which costs money.',
  }),
];

/** The same JSON Schema with words for every value of every list that has none of its own. */
export function withEnumWords<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withEnumWords) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, withEnumWords(part)]),
  );
  const { enum: values } = schema as { enum?: unknown };
  const found = Array.isArray(values) && known.find((each) => isSame(each.values, values));
  if (!found) return parts as T;
  return { ...parts, enumDescriptions: Object.values(found.said) } as T;
}

function isSame(one: readonly string[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
