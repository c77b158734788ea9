import type { Message, Tool, ToolCall } from '../../../routing/conversation.ts';
import { isRecord } from '../../../routing/input/objects.ts';
import type { Agent, Team, Workflow } from '../definition.ts';
import { sentence } from './runModelStep.ts';
import type { ProposedEdit } from '../projectFiles.ts';
import { StepFailure } from '../stepFailure.ts';
import { isToolName, type WorkflowTool, workflowTools } from '../tools.ts';
import type { CallOutcome } from '../turnBook.ts';
import { cutResult, whyNotCalled } from './callLimits.ts';
import type { RunContext } from './running.ts';
import { runTool } from './runToolStep.ts';
import { readArguments } from './toolArguments.ts';

/** The result of one call of a tool, as the agent sees it. */
export interface CallResult extends CallOutcome {
  readonly call: ToolCall;
  readonly text: string;
  readonly edit?: ProposedEdit;
}

/** Hands a part of a task to another agent; resolves with its answer. Rejects with StepFailure. */
export type Delegate = (
  call: ToolCall,
  given: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<string>;

/** The tools of an agent, with `delegate` when it leads others and the depth allows it. */
export function agentTools(
  { tools, team }: Agent,
  agents: Workflow['agents'],
  depth = Number.POSITIVE_INFINITY,
): Tool[] {
  const own = tools.map((name): Tool => {
    const { description, inputs }: WorkflowTool = workflowTools[name];
    const properties = Object.fromEntries(
      Object.entries(inputs).map(([key, { type, description }]) => [key, { type, description }]),
    );
    const required = Object.keys(inputs).filter((key) => inputs[key]!.required === true);
    const inputSchema = { type: 'object', properties, required, additionalProperties: false };
    return { name, description, inputSchema };
  });
  return team && depth > 0 ? [...own, delegateTool(team, agents)] : own;
}

function delegateTool({ members, maxTasks }: Team, agents: Workflow['agents']): Tool {
  return {
    name: 'delegate',
    description: [
      `Hands a part of your task to another agent and returns its answer. At most ${maxTasks} times. Choose the agent by what it is good at:`,
      ...members.map(({ agent }) => introduce(agents[agent]!)),
    ].join('\n'),
    inputSchema: {
      type: 'object',
      properties: {
        agent: { type: 'string', enum: members.map(({ agent }) => agent) },
        task: {
          type: 'string',
          description: 'All that the agent must know; it sees nothing else.',
        },
      },
      required: ['agent', 'task'],
      additionalProperties: false,
    },
  };
}

/** One line about an agent, for the one that leads it. */
function introduce({ name, role, goodAt, tools, model }: Agent): string {
  const parts = [
    `- ${name}: ${role}`,
    goodAt && `Good at: ${goodAt}`,
    tools.length > 0 && `Tools: ${tools.join(', ')}`,
    model.kind === 'named' && `Runs on the tier ${model.name}`,
  ];
  return parts
    .filter((part) => part !== undefined && part !== false)
    .map(sentence)
    .join(' ');
}

/** The agent that calls a tool. */
interface CallerFacts {
  readonly agent: Agent;
  readonly delegate?: Delegate | undefined;
  /** Its conversation, which ends with the turn that holds the call. */
  readonly messages: readonly Message[];
}

/**
 * Runs a tool that a model called. The model sees what goes wrong; a cancelled run rejects, and so does an
 * agent that makes the same call for ever.
 */
export async function callTool(
  call: ToolCall,
  { agent, delegate, messages }: CallerFacts,
  running: RunContext,
  signal: AbortSignal,
): Promise<CallResult> {
  const failed = (why: string) => failedCall(call, why);
  const refusal = whyNotCalled(call, messages, agent);
  if (refusal !== undefined) return failed(refusal);
  const given = argumentsOf(call);
  if (!given) return failed('The arguments are not a JSON object.');
  try {
    if (call.name === 'delegate' && delegate) {
      return { call, text: cutResult(await delegate(call, given, signal)) };
    }
    const { name } = call;
    if (!isToolName(name) || !agent.tools.includes(name)) {
      return failed(`There is no tool "${name}". Use one of those you were given.`);
    }
    const read = readArguments(name, given);
    if ('problem' in read) return failed(read.problem);
    const { value, edit } = await runTool(name, read.given, running, { signal, by: 'model' });
    const text = cutResult(JSON.stringify(value));
    return { call, text, ...(edit && { edit }), ...(name === 'command' && checkOf(value)) };
  } catch (error) {
    if (signal.aborted || !(error instanceof StepFailure)) throw error;
    return failed(error.message);
  }
}

function failedCall(call: ToolCall, why: string): CallResult {
  return { call, text: JSON.stringify({ failed: why }), failed: true };
}

/** What a command said of the project. */
function checkOf(value: unknown): Pick<CallResult, 'passed'> {
  const passed = isRecord(value) ? value['passed'] : undefined;
  return typeof passed === 'boolean' ? { passed } : {};
}

function argumentsOf({ argumentsJson }: ToolCall): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(argumentsJson === '' ? '{}' : argumentsJson);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
