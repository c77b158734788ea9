import { createHash } from 'node:crypto';
import { isRecord } from '../../../routing/input/objects.ts';
import type { Message, ToolCall } from '../../../routing/conversation.ts';
import type { Agent } from '../definition.ts';
import { agentLimits } from '../limits.ts';
import { StepFailure } from '../stepFailure.ts';

/**
 * Why a call of an agent is not made, in words for its model; undefined when it is. It depends on the
 * conversation alone, so a resumed run decides the same.
 * @throws StepFailure when the model makes the same call again and again, whatever it is told.
 */
export function whyNotCalled(
  call: ToolCall,
  messages: readonly Message[],
  { name, maxCalls = agentLimits.calls }: Pick<Agent, 'name' | 'maxCalls'>,
): string | undefined {
  const turns = messages.flatMap((message) =>
    message.role === 'assistant' ? [message.toolCalls ?? []] : [],
  );
  const inTurn = turns.at(-1)?.indexOf(call) ?? 0;
  if (inTurn >= agentLimits.callsPerTurn) {
    return `Only the first ${agentLimits.callsPerTurn} calls of a turn are made, and this one was not. Make it in your next turn if you still need it.`;
  }
  const calls = turns.flat();
  const earlier = calls.slice(0, calls.indexOf(call));
  if (earlier.length >= maxCalls) {
    return `You have used the ${maxCalls} calls that you have for this task. Answer with what you have.`;
  }
  const equal = equalCalls(call, earlier);
  if (equal >= agentLimits.equalCallsToEnd) {
    throw new StepFailure(
      `“${name}” called \`${call.name}\` again and again with the same arguments. Give it a clearer task, or a stronger model.`,
    );
  }
  if (equal < agentLimits.equalCalls) return undefined;
  return `You have made this call ${equal} times with the same arguments, and its result stands above. Do something else, or answer with what you have.`;
}

/** How often a call was made since another change of a file, which may change its result. */
function equalCalls(call: ToolCall, earlier: readonly ToolCall[]): number {
  const own = keyOf(call);
  let count = 0;
  for (const each of earlier) {
    if (keyOf(each) === own) count += 1;
    else if (each.name === 'editFile') count = 0;
  }
  return count;
}

const keys = new WeakMap<ToolCall, string>();

/** The same for calls that mean the same, however their arguments are written. */
function keyOf(call: ToolCall): string {
  const known = keys.get(call);
  if (known !== undefined) return known;
  const key = createHash('sha256')
    .update(`${call.name} ${plainArguments(call.argumentsJson)}`)
    .digest('base64');
  keys.set(call, key);
  return key;
}

function plainArguments(json: string): string {
  try {
    const given: unknown = JSON.parse(json);
    if (!isRecord(given)) return json;
    return JSON.stringify(
      Object.entries(given).toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  } catch {
    return json;
  }
}

/** A result as an agent sees it: a long one is cut off, and says so. */
export function cutResult(text: string): string {
  const most = agentLimits.resultLength;
  if (text.length <= most) return text;
  return `${text.slice(0, most).toWellFormed()}\n[Cut off here: the result has ${text.length} characters. Ask for less, such as some lines or another path.]`;
}
