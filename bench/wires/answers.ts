import { readFileSync } from 'node:fs';
import type { ApiFormat } from '../../src/providers/providerConfig.ts';
import type { Usage } from '../../src/routing/models/usage.ts';
import { type Check, differing } from './check.ts';
import type { Attempted, World } from './world.ts';

/** One line of `answers.jsonl`: an answer of a provider, and what it says by itself. */
interface RecordedAnswer {
  readonly id: string;
  readonly wire: ApiFormat;
  readonly status: number;
  /** The content type. */
  readonly ct: string;
  readonly body: string;
  readonly expect: Expected;
}

/** What must hold; what is not named may be anything. */
interface Expected {
  readonly usage?: Partial<Usage>;
  readonly costSource?: string;
  readonly nanoUsd?: number;
  readonly billedNanoUsd?: number;
  readonly outcome?: string;
  readonly text?: string;
  /** Name and arguments of each tool call. */
  readonly calls?: readonly (readonly [string, string])[];
  readonly reasoningTold?: boolean;
  readonly thinking?: boolean;
  readonly errorKind?: string;
}

type ToValue = (attempted: Attempted, expected: Expected) => unknown;

/** How each thing that an input may expect is read from an attempt. */
const values: Readonly<Record<keyof Expected, ToValue>> = {
  usage: ({ end }, { usage = {} }) =>
    Object.fromEntries(Object.keys(usage).map((name) => [name, end.usage?.[name as keyof Usage]])),
  costSource: ({ end }) => end.cost.source,
  nanoUsd: ({ end }) => end.cost.nanoUsd,
  billedNanoUsd: ({ end }) => (end.cost.source === 'reported' ? end.cost.nanoUsd : undefined),
  outcome: ({ end }) => end.outcome,
  text: ({ end }) => end.text,
  calls: ({ end }) => end.toolCalls.map(({ name, argumentsJson }) => [name, argumentsJson]),
  reasoningTold: ({ wasThinking }) => wasThinking,
  thinking: ({ wasThinking }) => wasThinking,
  errorKind: ({ end }) => end.error?.kind,
};

export async function checkAnswers(file: string, world: World): Promise<Check[]> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const checks: Check[] = [];
  for (const line of lines) checks.push(await checkAnswer(JSON.parse(line), world));
  return checks;
}

async function checkAnswer(recorded: RecordedAnswer, world: World): Promise<Check> {
  const { id, wire, status, ct, body, expect } = recorded;
  const attempted = await world.attempt(wire, { status, type: ct, body });
  const problems = Object.entries(expect).flatMap(([what, right]) => {
    const value = values[what as keyof Expected] as ToValue | undefined;
    if (!value) return [`"${what}" is nothing that this area reads`];
    return differing(what, right, value(attempted, expect));
  });
  const { error } = attempted.end;
  const why = problems.length > 0 && error ? [`it failed: ${error.message}`] : [];
  return { name: id, problems: [...problems, ...why] };
}
