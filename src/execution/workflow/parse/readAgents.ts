import * as z from 'zod';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import { defined, own } from '../../../routing/input/objects.ts';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { Agent, ModelUse, Team } from '../definition.ts';
import { type Reading, readShape, report } from './reading.ts';
import { readModel } from './readModel.ts';
import { readName } from './readName.ts';
import { readTemplate } from './readTemplate.ts';
import { cycleThrough, describeCycle } from './cycles.ts';
import { nanoUsdOf } from '../../../routing/models/money.ts';
import { agentShape } from './shapes.ts';

const shape = agentShape({ model: z.unknown() });
type Written = z.output<typeof shape>;
const hint = 'An agent has a `role` and `instructions`.';

/** What agents take from the workflow around them. */
export interface AgentSurroundings {
  readonly reading: Reading;
  readonly model: ModelUse;
  /** Whether the workflow itself has `maxUsd`. */
  readonly hasLimit: boolean;
}

/** Reads the agents, and checks how they lead each other. */
export function readAgents(
  written: Readonly<Record<string, unknown>> = {},
  around: AgentSurroundings,
): Record<string, Agent> {
  const { reading } = around;
  const read = Object.entries(written).flatMap(([name, agent]): [string, Written][] => {
    const path = ['agents', name];
    readName(name, path, reading);
    const fields = readShape(shape, agent, path, { reading, hint });
    return fields ? [[name, fields]] : [];
  });
  const readable = new Map(read);
  const names = Object.keys(written);
  const agents = read.map(([name, fields]): [string, Agent] => [
    name,
    readAgent(name, fields, { ...around, written: readable, names }),
  ]);
  checkDepths(readable, reading);
  return Object.fromEntries(agents);
}

interface AllAgents extends AgentSurroundings {
  readonly written: ReadonlyMap<string, Written>;
  readonly names: readonly string[];
}

function readAgent(name: string, fields: Written, around: AllAgents): Agent {
  const { reading, model } = around;
  const path = ['agents', name];
  const chosen =
    fields.model === undefined ? undefined : readModel(fields.model, [...path, 'model'], reading);
  if (chosen && 'names' in chosen) {
    const message =
      'An agent runs on one model. Name a tier, auto, or a value that names the tier.';
    report(reading, [...path, 'model'], message, true);
  }
  return {
    name,
    role: fields.role,
    tools: fields.tools ?? [],
    maxTurns: fields.maxTurns ?? 12,
    instructions: readTemplate(fields.instructions, [...path, 'instructions'], reading),
    model: chosen ?? model,
    ...defined({
      goodAt: fields.goodAt,
      maxCalls: fields.maxCalls,
      team: readTeam(fields, path, around),
    }),
  };
}

function readTeam(fields: Written, path: ProblemPath, around: AllAgents): Team | undefined {
  const { reading, hasLimit, names, written } = around;
  const { agents, maxTasks, maxDepth, maxUsd } = fields;
  if (!agents) {
    for (const key of ['maxTasks', 'maxDepth', 'maxUsd'] as const) {
      if (fields[key] === undefined) continue;
      const message = `\`${key}\` bounds a coordinator. Name the \`agents\` it leads, or remove it.`;
      report(reading, [...path, key], message, true);
    }
    return undefined;
  }
  for (const [index, agent] of agents.entries()) {
    if (names.includes(agent)) continue;
    const message = `There is no agent "${agent}".${didYouMean(agent, names)}`;
    report(reading, [...path, 'agents', index], message);
  }
  if (maxUsd === undefined && !hasLimit) {
    const message =
      'Nothing bounds what this coordinator may spend. Add `maxUsd`, here or to the workflow.';
    report(reading, [...path, 'agents'], message, true);
  }
  return {
    members: sharesOf(agents, { written, path, reading }),
    maxTasks: maxTasks ?? 10,
    maxDepth: maxDepth ?? 1,
    ...defined({ maxNanoUsd: maxUsd && nanoUsdOf(maxUsd) }),
  };
}

// Agents without a `budgetShare` get equal parts of the rest.
function sharesOf(
  agents: readonly string[],
  {
    written,
    path,
    reading,
  }: { written: AllAgents['written']; path: ProblemPath; reading: Reading },
): Team['members'] {
  const shares = agents.map((agent) => written.get(agent)?.budgetShare);
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  const silent = shares.filter((share) => share === undefined).length;
  const rest = Math.max(0, 1 - sum);
  // The tolerance is for rounding: 0.1 + 0.2 + 0.7 is 0.9999… in floating point.
  const isOver = sum > 1 + 1e-9;
  if (isOver || (silent > 0 && rest < 1e-9)) {
    const sums = `The shares of these agents make ${Math.round(sum * 100)} % of the money`;
    const message = isOver
      ? `${sums}. Lower some \`budgetShare\`, together they are at most 1.`
      : `${sums} and leave nothing for the others. Lower some \`budgetShare\`.`;
    report(reading, [...path, 'agents'], message, true);
  }
  return agents.map((agent, index) => ({ agent, budgetShare: shares[index] ?? rest / silent }));
}

function checkDepths(known: ReadonlyMap<string, Written>, reading: Reading): void {
  const reported = new Set<string>();
  const leads = new Map([...known].map(([name, { agents = [] }]) => [name, agents]));
  for (const [name, { agents, maxDepth = 1 }] of known) {
    if (!agents || reported.has(name)) continue;
    const path = ['agents', name, 'agents'];
    const cycle = cycleThrough(name, leads);
    if (cycle) {
      for (const member of cycle) reported.add(member);
      const message = `${describeCycle(cycle)}: these agents hand tasks to each other without end. Take one out.`;
      report(reading, path, message, true);
      continue;
    }
    const depth = depthBelow(name, leads, new Set());
    if (depth <= maxDepth) continue;
    const message = `${depth} levels of agents lie below "${name}", and \`maxDepth\` is ${maxDepth}. Raise it to ${depth}, or lead fewer levels.`;
    report(reading, path, message, true);
  }
}

function depthBelow(
  name: string,
  leads: ReadonlyMap<string, readonly string[]>,
  above: ReadonlySet<string>,
): number {
  if (above.has(name)) return 0;
  const inside = new Set([...above, name]);
  const below = leads.get(name) ?? [];
  return below.reduce((most, next) => Math.max(most, 1 + depthBelow(next, leads, inside)), 0);
}

/** An agent and all that it leads, at every level, each once. */
export function withTeam(name: string, agents: Readonly<Record<string, Agent>>): readonly Agent[] {
  const found = new Map<string, Agent>();
  const add = (each: string): void => {
    const agent = own(agents, each);
    if (!agent || found.has(each)) return;
    found.set(each, agent);
    for (const member of agent.team?.members ?? []) add(member.agent);
  };
  add(name);
  return [...found.values()];
}
