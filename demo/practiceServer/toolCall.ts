import { agentCalls } from './brain/workflow/agent.ts';
import { parseAgentPrompt } from './brain/workflow/agentPrompt.ts';
import type { PracticeCall, PracticeToolCall } from './call.ts';

/**
 * The tool call of a reply. A workflow agent calls the tool that it needs. Otherwise the last user
 * message can request a tool with "call <tool>" and optional JSON arguments.
 */
export function toolCallsFor(call: PracticeCall, replyId: string): PracticeToolCall[] {
  const agent = parseAgentPrompt(call);
  if (!agent) return askedFor(call, `call_${replyId}`);
  return agentCalls(agent).map(({ name, given }, index) => ({
    id: `call_${replyId}_${index + 1}`,
    name,
    argumentsJson: JSON.stringify(given),
  }));
}

function askedFor({ messages, tools }: PracticeCall, id: string): PracticeToolCall[] {
  const last = messages.at(-1);
  if (last?.role !== 'user') return [];
  const tool = tools.find(({ name }) => asksFor(last.text, name));
  if (!tool) return [];
  const given = jsonAfter(last.text, tool.name);
  const argumentsJson = given ?? JSON.stringify(exampleOf(tool.schema));
  return [{ id, name: tool.name, argumentsJson }];
}

function asksFor(text: string, toolName: string): boolean {
  const words = text.split(/[^\w.-]+/);
  return words.some(
    (word, index) => word.toLowerCase() === 'call' && words[index + 1] === toolName,
  );
}

function jsonAfter(text: string, toolName: string): string | undefined {
  const json = /\{[\s\S]*\}/.exec(text.slice(text.indexOf(toolName) + toolName.length))?.[0];
  try {
    return json && JSON.stringify(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** The simplest value that fits the JSON Schema. */
function exampleOf(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return {};
  const { type, properties, required, enum: choices } = schema as Record<string, unknown>;
  if (Array.isArray(choices)) return choices[0];
  if (type === 'string') return 'practice';
  if (type === 'number' || type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  const names = Array.isArray(required) ? required.map(String) : [];
  const known = (properties ?? {}) as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, exampleOf(known[name])]));
}
