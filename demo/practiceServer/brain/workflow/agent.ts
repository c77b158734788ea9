import type { PracticeModel, Skill } from '../../models.ts';
import { findings } from '../review.ts';
import { functionsIn, recordsIn } from '../shape.ts';
import { parse, type Source } from '../source.ts';
import { listed } from '../words.ts';
import type { AgentPrompt } from './agentPrompt.ts';
import { leastOf } from './stepPrompt.ts';

/** The tool calls that an agent needs before it can answer. */
export interface AgentCall {
  readonly name: string;
  readonly given: object;
}

/**
 * A coordinator hands its task to each of its agents. An agent reads the file, or searches for the
 * word, that the task names. If a search finds nothing, it searches again without end, so that a budget
 * share has something to stop.
 */
export function agentCalls({
  task,
  results,
  tools,
  members,
  isLastTurn,
}: AgentPrompt): AgentCall[] {
  if (isLastTurn) return [];
  const last = results.at(-1);
  if (members.length > 0) {
    return last ? [] : members.map((agent) => ({ name: 'delegate', given: { agent, task } }));
  }
  const path = pathIn(task);
  if (!last && tools.includes('readFile') && path !== undefined) {
    return [{ name: 'readFile', given: { path } }];
  }
  const text = wordIn(task);
  const isFound = last !== undefined && countIn(last.text) !== 0;
  if (!tools.includes('search') || text === undefined || isFound) return [];
  // The same call again and again is refused, so each one asks for a little more.
  const more = results.length === 0 ? {} : { maxResults: 50 + results.length };
  return [{ name: 'search', given: { text, ...more } }];
}

/** The answer of an agent that has the results it asked for. */
export function agentAnswer(prompt: AgentPrompt, model: PracticeModel, skill: Skill): string {
  const { schema, members, results } = prompt;
  if (schema) return JSON.stringify(leastOf(schema));
  const sign = `Practice model (${model.id})`;
  if (members.length > 0) return `${sign}, of all parts:\n${togetherOf(prompt)}`;
  const [read] = results;
  if (read?.tool === 'readFile') return `${sign}: ${aboutFile(read.text, prompt, skill)}`;
  const found = results.findLast(({ tool }) => tool === 'search');
  if (found) return `${sign}: ${placesIn(found.text)}`;
  return `${sign}: I am no real model and cannot do this; name a file with its path, or a \`word\`.`;
}

/** Each agent's answer under its name, in the order in which they were asked. */
function togetherOf({ members, results }: AgentPrompt): string {
  const answers = results.filter(({ tool }) => tool === 'delegate').map(({ text }) => text);
  return answers
    .map((text, at) => `- ${members[at] ?? 'one more'}: ${failureIn(text) ?? text}`)
    .join('\n');
}

function aboutFile(result: string, { instructions, task }: AgentPrompt, skill: Skill): string {
  const text = fieldsOf(result)['text'];
  if (typeof text !== 'string') return `the file cannot be read: ${failureIn(result) ?? result}`;
  const source: Source = { file: parse(text), start: 0, end: text.length };
  if (!/\b(?:review|wrong|defect|bug)/i.test(`${instructions}\n${task}`)) return offers(source);
  const rows = findings({ source, skill }).map(({ line, message }) => `line ${line}: ${message}`);
  return rows.length > 0 ? rows.join(' ') : 'I see nothing wrong in it.';
}

function offers(source: Source): string {
  const names = [...recordsIn(source), ...functionsIn(source)].map(({ name }) => `\`${name}\``);
  return names.length > 0 ? `it offers ${listed(names)}.` : 'it declares no function and no type.';
}

function placesIn(result: string): string {
  const { matches } = fieldsOf(result);
  if (!Array.isArray(matches) || matches.length === 0) return 'I found nothing.';
  const places = (matches as { path: string; line: number }[]).map(
    ({ path, line }) => `${path}, line ${line}`,
  );
  return `found in ${listed(places.slice(0, 5))}.`;
}

const pathIn = (text: string): string | undefined =>
  /[\w-]+(?:\/[\w.-]+)*\.[jt]sx?\b/.exec(text)?.[0];

/** The word in backticks, or the name of the file that the text mentions. */
function wordIn(text: string): string | undefined {
  const quoted = /`([^`/]+)`/.exec(text)?.[1];
  return quoted ?? pathIn(text)?.split('/').at(-1);
}

function countIn(result: string): unknown {
  return fieldsOf(result)['count'];
}

function failureIn(result: string): string | undefined {
  const { failed } = fieldsOf(result);
  return typeof failed === 'string' ? `failed. ${failed}` : undefined;
}

function fieldsOf(result: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(result);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
