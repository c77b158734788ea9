import { isRecord } from '../../../src/routing/input/objects.ts';

/** A tool call of a conversation, with its result once there is one. */
export interface MadeCall {
  readonly id: string;
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
  readonly result?: string;
}

/** The tool calls in a request's body, in their order, on each of the three wires. */
export function callsIn(body: unknown): readonly MadeCall[] {
  if (!isRecord(body)) return [];
  const entries = [body['messages'], body['input']].flatMap(listOf);
  const blocks = entries.flatMap((entry) => [entry, ...listOf(entry['content'])]);
  const results = new Map(blocks.flatMap(resultOf));
  return blocks.flatMap(callsOf).map((call) => {
    const result = results.get(call.id);
    return result === undefined ? call : { ...call, result };
  });
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
}

function callsOf(entry: Record<string, unknown>): MadeCall[] {
  switch (entry['type']) {
    case 'tool_use':
      return [
        { id: String(entry['id']), name: String(entry['name']), given: recordOf(entry['input']) },
      ];
    case 'function_call':
      return [
        {
          id: String(entry['call_id']),
          name: String(entry['name']),
          given: parsed(entry['arguments']),
        },
      ];
    default:
      return listOf(entry['tool_calls']).map(({ id, function: called }) => {
        const { name, arguments: given } = recordOf(called);
        return { id: String(id), name: String(name), given: parsed(given) };
      });
  }
}

function resultOf(entry: Record<string, unknown>): (readonly [id: string, text: string])[] {
  if (entry['type'] === 'tool_result') {
    return [[String(entry['tool_use_id']), textOf(entry['content'])]];
  }
  if (entry['type'] === 'function_call_output') {
    return [[String(entry['call_id']), textOf(entry['output'])]];
  }
  if (entry['role'] === 'tool') return [[String(entry['tool_call_id']), textOf(entry['content'])]];
  return [];
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return listOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('');
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function parsed(json: unknown): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(String(json)));
  } catch {
    return {};
  }
}
