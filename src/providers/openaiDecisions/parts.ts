import { arrayOf, type Json, objectOf } from '../http/json.ts';
import { responsesUsage } from '../openai/usage.ts';
import type { Part } from '../provider.ts';
import type { Question, Questions } from './questions.ts';

/** A statement counts as true from this probability on. Chosen by judgement. */
const threshold = 0.5;

/** Whether every question has its answer, in the order of the questions. */
export function isDecision(value: unknown, { asked }: Questions): boolean {
  const answers = answersIn(value);
  return asked.every((question, place) => {
    const answer = answers[place];
    const named = answer?.['name'] ?? question.name;
    return (
      named === question.name && (isRefusal(answer) || decided(question, answer) !== undefined)
    );
  });
}

/** Turns a decision into parts: the answer as JSON, the way another model would write it. */
export async function* decisionParts(
  decisions: AsyncIterable<unknown>,
  { asked, lists }: Questions,
): AsyncGenerator<Part, void, undefined> {
  for await (const value of decisions) {
    const usage = responsesUsage(objectOf(value)?.['usage']);
    if (usage) yield usage;
    const answers = answersIn(value).slice(0, asked.length);
    if (answers.some(isRefusal)) {
      yield { kind: 'finish', reason: 'refusal', raw: answers };
      return;
    }
    const answered = asked.map((question, place) => [
      question.name,
      decided(question, answers[place]),
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

/** The decision on a question; undefined when the answer does not fit it. */
function decided({ choices }: Question, answer: Json | undefined): string | boolean | undefined {
  if (choices) {
    return answer?.['type'] === 'choice'
      ? choices.find((word) => word === answer['choice'])
      : undefined;
  }
  const probability = probabilityOf(answer);
  return probability === undefined ? undefined : probability >= threshold;
}

function probabilityOf(answer: Json | undefined): number | undefined {
  const probability = answer?.['probability'];
  if (answer?.['type'] !== 'predicate' || typeof probability !== 'number') return undefined;
  return probability >= 0 && probability <= 1 ? probability : undefined;
}
