import type { PracticeCall } from '../../call.ts';
import { beforeSchema, type Schema } from './stepPrompt.ts';

/** A turn of a workflow agent, parsed from its prompt. */
export interface AgentPrompt {
  /** The agent's role and instructions, as in the definition. */
  readonly instructions: string;
  readonly task: string;
  /** The results of its tools, in order. */
  readonly results: readonly { readonly tool: string; readonly text: string }[];
  readonly tools: readonly string[];
  /** The agents that it may hand tasks to. */
  readonly members: readonly string[];
  readonly isLastTurn: boolean;
  /** JSON Schema of the answer; undefined for free text. */
  readonly schema: Schema | undefined;
}

const opening = /^You are (.+), an agent in a workflow in a developer's editor\.\n/;

/** Undefined if the prompt is not an agent's. */
export function parseAgentPrompt({
  system,
  messages,
  tools,
}: PracticeCall): AgentPrompt | undefined {
  const role = opening.exec(system)?.[1];
  const seal = /sections named (result-\w+)\./.exec(system)?.[1];
  if (role === undefined || seal === undefined) return undefined;
  const delegate = tools.find(({ name }) => name === 'delegate')?.schema as Schema | undefined;
  const section = new RegExp(`<${seal} of="(\\w+)">\\n([\\s\\S]*?)\\n</${seal}>`, 'g');
  const conversation = messages.map(({ text }) => text).join('\n');
  const at = system.indexOf(beforeSchema);
  return {
    instructions: `${role}\n${system.split('\n')[1] ?? ''}`,
    task: messages[0]?.text ?? '',
    results: [...conversation.matchAll(section)].map(([, tool = '', text = '']) => ({
      tool,
      text,
    })),
    tools: tools.map(({ name }) => name),
    members: (delegate?.properties?.['agent']?.enum ?? []).map(String),
    isLastTurn: messages.at(-1)?.text.includes('This is your last turn.') === true,
    schema: at < 0 ? undefined : (JSON.parse(system.slice(at + beforeSchema.length)) as Schema),
  };
}
