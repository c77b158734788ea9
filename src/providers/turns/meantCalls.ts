import type { ToolCall } from '../../routing/conversation.ts';
import { arrayOf, objectOf, parseJson, textOf } from '../http/json.ts';
import { newCallId } from './callIds.ts';

/** Names under which OpenAI's models bundle calls (https://github.com/vercel/ai/issues/19067, 2026-08-19). */
const bundles: ReadonlySet<string> = new Set(['multi_tool_use.parallel', 'parallel']);

/**
 * The calls that a model means by one of a tool that was not offered: of the tool without what surrounds its name,
 * or those that the call bundles. The call as it is where it means no tool that was offered.
 */
export function meantCalls(call: ToolCall, offered: ReadonlySet<string>): readonly ToolCall[] {
  if (offered.has(call.name)) return [call];
  const name = plainName(call.name);
  if (offered.has(name)) return [{ ...call, name }];
  const bundled =
    bundles.has(name) || bundles.has(call.name) ? bundledIn(call, offered) : undefined;
  return bundled ?? [call];
}

/**
 * Marks of gpt-oss behind a name (https://github.com/vllm-project/vllm/issues/32587), the spaces of its models' names
 * for all tools (https://github.com/tontinton/maki/pull/518 of GPT, 2026-07-16;
 * https://github.com/tya5/reyn/issues/1989 of Gemini, 2026-06-21), and blanks
 * (https://github.com/Kilo-Org/kilocode/issues/10140, 2026-05-11).
 */
function plainName(name: string): string {
  return name
    .replace(/<\|.*$/s, '')
    .trim()
    .replace(/^(?:functions|default_api)[.:]/, '');
}

/** Undefined unless each is a call of a tool that was offered. */
function bundledIn(
  { id, argumentsJson }: ToolCall,
  offered: ReadonlySet<string>,
): readonly ToolCall[] | undefined {
  const uses = arrayOf(objectOf(parseJson(argumentsJson))?.['tool_uses']).map(objectOf);
  const calls = uses.map((use, place): ToolCall => {
    const name = plainName(textOf(use?.['recipient_name']) ?? '');
    const given = JSON.stringify(objectOf(use?.['parameters']) ?? {});
    return { id: place === 0 ? id : newCallId(), name, argumentsJson: given };
  });
  return calls.length > 0 && calls.every(({ name }) => offered.has(name)) ? calls : undefined;
}
