import { readFileSync } from 'node:fs';
import type { ToolCall } from '../../src/routing/conversation.ts';
import type { Check } from './check.ts';
import { dataEvents, streamOf } from './chatStream.ts';
import { call, type World } from './world.ts';

/** A list of `{ chunk, mustComeBack }`: text of the chunk that the next turn's request has to repeat. */
export async function checkSignatures(file: string, world: World): Promise<Check[]> {
  const cases: readonly { chunk: unknown; mustComeBack: string }[] = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const checks: Check[] = [];
  for (const { chunk, mustComeBack } of cases) {
    const request = await nextRequest(chunk, world);
    const problems = request.includes(mustComeBack) ? [] : ['the next request does not hold it'];
    checks.push({ name: `state ${mustComeBack}`, problems });
  }
  return checks;
}

/** The request of the turn after the one that the chunk answered. */
async function nextRequest(chunk: unknown, world: World): Promise<string> {
  const ending = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
  const { provider, bodies } = world.provider(
    'openaiCompatible',
    streamOf(dataEvents([chunk, ending])),
  );
  const never = new AbortController().signal;
  const toolCalls: ToolCall[] = [];
  let items: readonly unknown[] = [];
  for await (const part of provider.stream({ ...call, model: 'm' }, never)) {
    if (part.kind === 'toolCall') toolCalls.push(part.call);
    if (part.kind === 'state') items = part.items;
  }
  const messages = [
    ...call.messages,
    {
      role: 'assistant',
      text: '',
      toolCalls,
      state: { provider: provider.id, model: 'm', items },
    } as const,
    ...toolCalls.map(({ id }) => ({ role: 'tool', callId: id, text: 'done' }) as const),
  ];
  for await (const part of provider.stream({ ...call, model: 'm', messages }, never)) void part;
  return bodies.at(-1)!;
}
