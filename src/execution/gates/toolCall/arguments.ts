import { parseJson } from '../../../providers/http/json.ts';
import type { Tool, ToolCall } from '../../../routing/conversation.ts';
import { isRecord } from '../../../routing/input/objects.ts';
import type { Gate } from '../gate.ts';
import { argumentProblems } from './argumentProblems.ts';
import { type CheckedPart, verdictOf } from './verdictOf.ts';

/** Checks that each call names a tool that there is, and that its arguments fit the tool's JSON Schema. */
export const argumentsGate: Gate = {
  name: 'arguments',
  async check({ task, toolCalls = [] }, signal) {
    signal.throwIfAborted();
    const tools = task.conversation?.tools ?? [];
    return verdictOf(
      'arguments',
      toolCalls.flatMap((call) => foundIn(call, tools)),
    );
  },
};

function foundIn(
  { name, argumentsJson }: ToolCall,
  tools: readonly Tool[],
): readonly CheckedPart[] {
  const fail = (message: string): CheckedPart => ({
    kind: 'fail',
    finding: { message: `${name}: ${message}` },
  });
  const tool = tools.find((each) => each.name === name);
  if (!tool) return [fail('there is no such tool')];
  // A call without arguments may say nothing at all.
  const given = parseJson(argumentsJson === '' ? '{}' : argumentsJson);
  if (!isRecord(given)) return [fail('the arguments are not a JSON object')];
  const problems = argumentProblems(tool.inputSchema, given);
  if (problems === 'unknown') {
    return [{ kind: 'couldNotRun', why: `The schema of ${name} is not one that can be checked.` }];
  }
  return problems.length > 0 ? problems.map(fail) : [{ kind: 'pass' }];
}
