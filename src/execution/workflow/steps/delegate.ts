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
import type { SpendMeter } from './spendMeter.ts';

type RunAgent = (asked: AgentTask, running: RunContext, signal: AbortSignal) => Promise<unknown>;
type Member = Team['members'][number];

/** What a coordinator's `delegate` does: each member has its share of the coordinator's money. */
export function createDelegate(
  { id, meter, critical, values, depth }: AgentTask,
  {
    team,
    messages,
    running,
    runAgent,
  }: {
    readonly team: Team;
    /** The coordinator's own, as they grow. */
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
    const { agent: name, task } = given;
    const meterOfMember = typeof name === 'string' ? shares.get(name) : undefined;
    if (!meterOfMember || typeof task !== 'string') {
      const known = [...shares.keys()].join(', ');
      throw new StepFailure(`Name one of ${known} as \`agent\`, and give its \`task\` as a text.`);
    }
    if (levels < 1) throw new StepFailure('No further agents may be led from here.');
    const number = placeOf(call, messages);
    if (number > team.maxTasks) {
      throw new StepFailure(
        `All ${team.maxTasks} tasks have been handed out. Answer with what you have.`,
      );
    }
    const step = idIn(id, `${String(name)}/${number}`);
    const agent = running.workflow.agents[String(name)]!;
    const part: AgentTask = {
      id: step,
      agent,
      task,
      meter: meterOfMember,
      critical,
      values,
      depth: levels - 1,
    };
    return traced(part, { running, runAgent, parent: id }, signal);
  };
}

/** Counts the tasks that were handed out up to this one, from 1; the same after a resume. */
function placeOf(call: ToolCall, messages: readonly Message[]): number {
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
    spent: running.recalled?.spent(idIn(id, agent)) ?? noMoney,
  });
}

/** Runs an agent as a step of its own in the trace. */
async function traced(
  asked: AgentTask,
  {
    running,
    runAgent,
    parent,
  }: { readonly running: RunContext; readonly runAgent: RunAgent; readonly parent: StepId },
  signal: AbortSignal,
): Promise<string> {
  const { id: step, agent, task } = asked;
  const { emit, recalled, context } = running;
  if (recalled?.values.has(step)) return inWords(recalled.values.get(step));
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
  /** What it may spend, with those it leads. */
  readonly meter: SpendMeter;
  readonly critical: boolean;
  readonly values: Values;
  readonly output?: JsonSchema;
  /** How many levels of agents may still lie below it; left out: what its own team says. */
  readonly depth?: number;
}
