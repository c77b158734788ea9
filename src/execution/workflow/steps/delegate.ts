import type { Message, ToolCall } from '../../../routing/conversation.ts';
import { noMoney } from '../../../routing/models/accounts.ts';
import { formatUsd } from '../../../routing/models/money.ts';
import type { Agent, Team } from '../definition.ts';
import type { JsonSchema } from '../jsonSchema.ts';
import { StepFailure } from '../stepFailure.ts';
import type { StepId } from '../workflowEvents.ts';
import type { Delegate } from './agentTools.ts';
import { itemLabel } from './itemLabel.ts';
import { idIn, type RunContext, type Values } from './running.ts';
import type { SpendMeter } from '../../spendMeter.ts';

type RunAgent = (asked: AgentTask, running: RunContext, signal: AbortSignal) => Promise<unknown>;
type Member = Team['members'][number];

/**
 * Makes a coordinator's `delegate` tool: each member of its team works within its share of the
 * coordinator's money.
 */
export function createDelegate(
  { id, meter, critical, values, depth }: AgentTask,
  {
    team,
    messages,
    running,
    runAgent,
  }: {
    readonly team: Team;
    /** The coordinator's conversation, which grows while it works. */
    readonly messages: readonly Message[];
    readonly running: RunContext;
    readonly runAgent: RunAgent;
  },
): Delegate {
  const levels = Math.min(depth ?? team.maxDepth, team.maxDepth);
  const shares = new Map(
    team.members.map((member) => [member.agent, shareOf(member, { id, meter, running })]),
  );
  return async (call, given, signal) => {
    const { agent: name, task } = readDelegation(given, [...shares.keys()]);
    if (levels < 1) {
      throw new StepFailure('You are at the deepest level of agents. Do this part yourself.');
    }
    const number = taskNumber(call, messages);
    if (number > team.maxTasks) {
      throw new StepFailure(
        `All ${team.maxTasks} tasks have been handed out. Answer with what you have.`,
      );
    }
    const part: AgentTask = {
      id: idIn(id, `${name}/${number}`),
      agent: running.workflow.agents[name]!,
      task,
      meter: shares.get(name)!,
      critical,
      values,
      depth: levels - 1,
    };
    return runTraced(part, { running, runAgent, parent: id }, signal);
  };
}

/** Reads what the coordinator's model wrote. Throws StepFailure, which that model sees. */
function readDelegation(
  { agent, task }: Readonly<Record<string, unknown>>,
  members: readonly string[],
): { readonly agent: string; readonly task: string } {
  if (typeof agent === 'string' && members.includes(agent) && typeof task === 'string') {
    return { agent, task };
  }
  const names = members.join(', ');
  throw new StepFailure(`Name one of ${names} as \`agent\`, and give its \`task\` as a text.`);
}

/** The place of a task among those that were handed out, from 1; the same after a resume. */
function taskNumber(call: ToolCall, messages: readonly Message[]): number {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  return calls.filter(({ name }) => name === 'delegate').indexOf(call) + 1;
}

function shareOf(
  { agent, budgetShare }: Member,
  {
    id,
    meter,
    running,
  }: { readonly id: StepId; readonly meter: SpendMeter; readonly running: RunContext },
): SpendMeter {
  const cap = meter.cap();
  const capNanoUsd = cap === undefined ? undefined : Math.floor(cap * budgetShare);
  const ofCap = capNanoUsd === undefined ? '' : ` (${formatUsd(capNanoUsd)})`;
  return meter.part({
    name: `the agent “${agent}”${ofCap}`,
    capNanoUsd,
    spent: running.recorded?.spent(idIn(id, agent)) ?? noMoney,
  });
}

/** Runs an agent as a step of its own in the trace. */
async function runTraced(
  asked: AgentTask,
  {
    running,
    runAgent,
    parent,
  }: { readonly running: RunContext; readonly runAgent: RunAgent; readonly parent: StepId },
  signal: AbortSignal,
): Promise<string> {
  const { id: step, agent, task } = asked;
  const { emit, recorded, context } = running;
  if (recorded?.values.has(step)) return inWords(recorded.values.get(step));
  const startedAt = context.monotonic();
  const ms = () => context.monotonic() - startedAt;
  emit({
    kind: 'stepStarted',
    step,
    parent,
    name: agent.name,
    stepKind: 'agent',
    about: itemLabel(task),
    atMs: context.now(),
  });
  try {
    const value = await runAgent(asked, running, signal);
    emit({ kind: 'stepEnded', step, status: 'done', value, ms: ms() });
    await running.saved();
    return inWords(value);
  } catch (error) {
    const isCancelled = signal.aborted;
    const problem = !isCancelled && error instanceof StepFailure ? error.message : undefined;
    const status = isCancelled ? 'cancelled' : 'failed';
    emit({ kind: 'stepEnded', step, status, ms: ms(), ...(problem !== undefined && { problem }) });
    throw error;
  }
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One task of one agent. */
export interface AgentTask {
  readonly id: StepId;
  readonly agent: Agent;
  readonly task: string;
  /** What it may spend, together with the agents that it leads. */
  readonly meter: SpendMeter;
  readonly critical: boolean;
  readonly values: Values;
  readonly output?: JsonSchema;
  /** How many levels of agents may still lie below it; omitted when only its own team limits them. */
  readonly depth?: number;
}
