import { createHash } from 'node:crypto';
import type { Message } from '../../routing/conversation.ts';
import type { ModelCall } from '../provider.ts';

/** A call whose tools have names that every server accepts. */
export interface NamedCall {
  readonly call: ModelCall;
  /** The name that the caller knows, for one that a model called. */
  originalName(name: string): string;
}

// OpenAI: "string too long. Expected a string with maximum length 64" (microsoft/foundry-dev-tools#201,
// 2025-05); Anthropic: "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"
// (anomalyco/opencode#3354, 2025-10); Gemini: "Must start with a letter or an underscore"
// (wonderwhy-er/DesktopCommanderMCP#79, 2025-07), and Moonshot takes no digit there (MoonshotAI/kimi-cli#2531,
// 2026-07). MCP allows dots and digits.
const accepted = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;
const keptCharacters = 55;

/** Gives tools whose names servers refuse others, in their definitions and in earlier calls alike. */
export function withToolNames(call: ModelCall): NamedCall {
  const { tools, messages } = call;
  const called = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const names = [...(tools ?? []), ...called].map(({ name }) => name);
  const refused = new Set(names.filter((name) => !accepted.test(name)));
  if (refused.size === 0) return { call, originalName: (name) => name };
  const made = new Map([...refused].map((name) => [name, madeName(name)]));
  const original = new Map([...made].map(([name, fit]) => [fit, name]));
  const renamed = <Named extends { readonly name: string }>(named: Named): Named => {
    return { ...named, name: made.get(named.name) ?? named.name };
  };
  const written = messages.map((message): Message => {
    if (message.role !== 'assistant' || !message.toolCalls) return message;
    return { ...message, toolCalls: message.toolCalls.map(renamed) };
  });
  return {
    call: { ...call, messages: written, ...(tools && { tools: tools.map(renamed) }) },
    originalName: (name) => original.get(name) ?? name,
  };
}

// The same for the same name, so that the prompt stays the same in the next turn.
function madeName(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const plain = name.replaceAll(/[^a-zA-Z0-9_-]/g, '_').replace(/^(?![a-zA-Z_])/, 'tool_');
  return `${plain.slice(0, keptCharacters)}_${hash}`;
}
