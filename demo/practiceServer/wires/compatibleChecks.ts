import { badRequest } from '../problem.ts';
import type { CompatibleManner } from './wire.ts';

/*
 * What servers of the Chat Completions API refuse, in their own words (2026). Each manner adds its own to what
 * all refuse.
 */

type Message = Readonly<Record<string, unknown>>;
interface Call {
  readonly id: string;
  readonly extra_content?: unknown;
}

/** @throws RequestProblem for messages that the server refuses. */
export function checkMessages(messages: readonly Message[], manner: CompatibleManner): void {
  checkPairs(messages);
  if (manner === 'mistral') checkAsMistral(messages);
  for (const message of messages) {
    const calls = callsOf(message);
    if (calls.length === 0) continue;
    if (manner === 'deepseek' && typeof message['reasoning_content'] !== 'string') {
      throw badRequest(
        'The `reasoning_content` in the thinking mode must be passed back to the API.',
      );
    }
    if (manner === 'gemini' && !calls[0]!.extra_content) {
      throw badRequest('Function call is missing a thought_signature in functionCall parts.');
    }
  }
}

function checkPairs(messages: readonly Message[]): void {
  const seen = new Set<string>();
  let open = new Set<string>();
  for (const message of [...messages, { role: 'end' }]) {
    if (message.role === 'tool') {
      if (!open.delete(String(message['tool_call_id']))) {
        throw badRequest(
          "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
        );
      }
      continue;
    }
    if (open.size > 0) {
      throw badRequest(
        `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. Missing: ${[...open].join(', ')}`,
      );
    }
    open = new Set(callsOf(message).map(({ id }) => id));
    for (const id of open) {
      if (seen.has(id)) throw badRequest(`Duplicate tool call id ${id}`);
      seen.add(id);
    }
  }
}

function checkAsMistral(messages: readonly Message[]): void {
  for (const { id } of messages.flatMap(callsOf)) {
    if (!/^[a-zA-Z0-9]{9}$/.test(id)) {
      throw badRequest(`Tool call id was ${id} but must be a-z, A-Z, 0-9, with a length of 9.`);
    }
  }
  messages.forEach(({ role }, at) => {
    if (role === 'user' && messages[at - 1]?.['role'] === 'tool') {
      throw badRequest("Unexpected role 'user' after role 'tool'");
    }
  });
  if (messages.at(-1)?.['role'] === 'assistant') {
    throw badRequest(
      'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant',
    );
  }
}

function callsOf(message: Message): readonly Call[] {
  return (message['tool_calls'] as readonly Call[] | undefined) ?? [];
}
