import { arrayOf, type Json, objectOf } from '../json.ts';
import { addResponsesUsage } from '../openai/usage.ts';
import type { Part } from '../provider.ts';
import type { Questions } from './questions.ts';

/** From this probability on, a statement counts as true. */
const threshold = 0.5;

/** Whether every statement has its answer, in the order in which they were asked. */
export function isDecision(value: unknown, { statements }: Questions): boolean {
  const answers = answersIn(value);
  return statements.every(({ name }, place) => {
    const answer = answers[place];
    const named = answer?.['name'] ?? name;
    return named === name && (isRefusal(answer) || probabilityOf(answer) !== undefined);
  });
}

/** Turns a decision into parts: the answer as JSON, as another model would have written it. */
export async function* decisionParts(
  decisions: AsyncIterable<unknown>,
  { statements, lists }: Questions,
): AsyncGenerator<Part, void, undefined> {
  for await (const value of decisions) {
    const raw = objectOf(value)?.['usage'];
    const usage = addResponsesUsage(undefined, raw);
    if (usage) yield { kind: 'usage', usage, raw };
    const answers = answersIn(value).slice(0, statements.length);
    if (answers.some(isRefusal)) {
      yield { kind: 'finish', reason: 'refusal', raw: answers };
      return;
    }
    const answered = statements.map(({ name }, place) => [
      name,
      (probabilityOf(answers[place]) ?? 0) >= threshold,
    ]);
    const empty = lists.map((name) => [name, []]);
    yield { kind: 'text', text: JSON.stringify(Object.fromEntries([...answered, ...empty])) };
    yield { kind: 'finish', reason: 'stop', raw: answers };
  }
}

function answersIn(value: unknown): readonly (Json | undefined)[] {
  return arrayOf(objectOf(value)?.['answers']).map(objectOf);
}

function isRefusal(answer: Json | undefined): boolean {
  return answer?.['type'] === 'refusal';
}

function probabilityOf(answer: Json | undefined): number | undefined {
  const probability = answer?.['probability'];
  if (answer?.['type'] !== 'predicate' || typeof probability !== 'number') return undefined;
  return probability >= 0 && probability <= 1 ? probability : undefined;
}
