import type { ModelCall } from '../../providers/provider.ts';
import type { Conversation, Message } from '../../routing/conversation.ts';
import type { Model } from '../../routing/models/model.ts';
import type { AnswerKind, EarlierAnswer, Task } from '../../routing/task.ts';
import { fitOutput } from './fitOutput.ts';

/** The system text says who the model is and how to answer; the user text is the task. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
}

const answerRules: Record<AnswerKind, string> = {
  edit: [
    'Answer with exactly one fenced code block.',
    'It holds the complete replacement for the lines inside <target>, nothing more and nothing less.',
    'Its fence is longer than any fence inside it. To take the lines out, leave the block empty.',
    'Keep the indentation, style and names of the file. Never abbreviate code with a comment or dots.',
    'You may add one short paragraph after the block when there is something the developer must know.',
  ].join(' '),
  findings: [
    'Answer with exactly one fenced json block: an array of objects',
    '{"line": number, "severity": "error" | "warning" | "info", "message": string}.',
    'Line numbers are those of the file. Report only what is really wrong; an empty array is a good answer.',
  ].join(' '),
  prose: 'Answer in Markdown, briefly, for a developer who is reading this code now.',
};

/** `splitStatement` parses the line that this asks for. */
const statementRule = [
  'End with one more line of its own, the last one, after and outside any code block: exactly',
  '`Confidence: NN%`, with a whole number from 0 to 100 for NN that says how likely your answer is right.',
  'Be honest: the number is compared with what turns out.',
].join(' ');

export interface PromptOptions {
  /** Also asks the model how sure it is of its answer. */
  readonly statesConfidence?: boolean;
}

/**
 * Turns a task into a prompt. The file is sent whole, because its imports and types shape the answer.
 * A conversation's own system text, if any, replaces the usual one. The project's instructions follow it, before
 * what changes from one request to the next, so that a provider's cache holds them.
 */
export function promptFor(task: Task, { statesConfidence = false }: PromptOptions = {}): Prompt {
  const ownSystem = task.conversation?.system ?? '';
  const system = [
    ownSystem === '' ? usualSystem(task.answerKind) : ownSystem,
    task.projectInstructions && `\n\n${task.projectInstructions.text}\n`,
    statesConfidence && statementRule,
  ];
  const user = [
    `<task type="${task.type}">`,
    section('instruction', {}, task.instruction),
    section('file', attributesOf(task), task.fileText),
    task.related && section('related', { path: task.related.path }, task.related.text),
    section(
      'target',
      { lines: `${task.target.startLine}-${task.target.endLine}` },
      task.target.text,
    ),
    task.diagnostics.length > 0 &&
      section(
        'diagnostics',
        {},
        task.diagnostics.map(({ line, message }) => `line ${line}: ${message}`).join('\n'),
      ),
    ...task.earlier.map(earlierAnswer),
    '</task>',
  ];
  return { system: joined(system, ' '), user: joined(user, '\n') };
}

function attributesOf({ path, language, cell }: Task): Record<string, string> {
  return { path, language, ...(cell !== undefined && { part: `cell ${cell} of this notebook` }) };
}

/** The system text of a task that is no conversation with one of its own. */
export function usualSystem(kind: AnswerKind): string {
  const who = "You are a careful programmer working inside a developer's editor.";
  return `${who} ${answerRules[kind]}`;
}

function joined(parts: readonly (string | false | undefined)[], separator: string): string {
  return parts.filter((part) => part !== false && part !== undefined).join(separator);
}

function earlierAnswer({ modelName, tier, text, shortcoming }: EarlierAnswer): string {
  return section('earlier-answer', { model: modelName, tier, shortcoming }, text);
}

export function section(name: string, attributes: Record<string, string>, body: string): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${value.replaceAll('"', "'")}"`,
  );
  return `<${name}${written.join('')}>\n${body}\n</${name}>`;
}

/** The call that asks a model to do a task, with no more output than the model takes beside it. */
export function callFor(
  task: Task,
  model: Model,
  {
    maxOutputTokens,
    statesConfidence = false,
  }: { readonly maxOutputTokens: number; readonly statesConfidence?: boolean },
): Omit<ModelCall, 'model' | 'effort'> {
  const { system, user } = promptFor(task, { statesConfidence });
  const { conversation } = task;
  const call: Omit<ModelCall, 'model' | 'effort'> = {
    system,
    messages: conversation ? continued(conversation, task) : [{ role: 'user', text: user }],
    ...(conversation && conversation.tools.length > 0 && { tools: conversation.tools }),
    ...(conversation?.mustCall && { mustCall: true as const }),
    ...(conversation?.cacheKey !== undefined && { cacheKey: conversation.cacheKey }),
    ...(conversation?.outputSchema && { outputSchema: conversation.outputSchema }),
    maxOutputTokens,
  };
  return fitOutput(call, model);
}

/** The conversation, followed by each earlier answer and why it was not good enough. */
function continued({ messages }: Conversation, { earlier }: Task): readonly Message[] {
  const answers = earlier.filter(({ text, toolCalls }) => text !== '' || toolCalls);
  return [
    ...messages,
    ...answers.flatMap(({ text, shortcoming, toolCalls, state }): Message[] =>
      toolCalls
        ? [
            { role: 'assistant', text, toolCalls, ...(state && { state }) },
            ...toolCalls.map(({ id }) => notMade(id, shortcoming)),
          ]
        : [
            { role: 'assistant', text },
            {
              role: 'user',
              text: `That is not good enough: ${shortcoming}\nAnswer my request again.`,
            },
          ],
    ),
  ];
}

function notMade(callId: string, shortcoming: string): Message {
  const text = `This call was not made, nor any other of this answer. ${shortcoming}\nMake all of them again, corrected.`;
  return { role: 'tool', callId, text };
}
