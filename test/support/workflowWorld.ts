import type { BudgetGuard } from '../../src/execution/budgetGuard.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import type { Workflow } from '../../src/execution/workflow/definition.ts';
import { runWorkflow, type WorkflowRequest } from '../../src/execution/workflow/engine.ts';
import { parseWorkflow } from '../../src/execution/workflow/parse/parseWorkflow.ts';
import type { ProjectFile } from '../../src/execution/workflow/projectFiles.ts';
import { StepFailure } from '../../src/execution/workflow/stepFailure.ts';
import type { WorkflowContext } from '../../src/execution/workflow/workflowContext.ts';
import type { WorkflowEnd, WorkflowEvent } from '../../src/execution/workflow/workflowEvents.ts';
import type { FinishReason } from '../../src/providers/provider.ts';
import type { Situation } from '../../src/routing/situation.ts';
import type { GateName } from '../../src/routing/verdict.ts';
import {
  type Answer,
  finish,
  type Script,
  scriptedWorld,
  streams,
  text,
  usage,
} from './scriptedRun.ts';
import { situationWith } from './tasks.ts';

/** Parses a workflow. Throws on a problem, because that is a bug of the test. */
export async function workflowFrom(
  yaml: string,
  tiers: readonly string[] = ['fast', 'balanced', 'reasoning'],
): Promise<Workflow> {
  const { workflow, problems } = await parseWorkflow(yaml, {
    name: 'trial',
    tiers,
    commands: ['tests'],
    readFile: async () => undefined,
  } as Parameters<typeof parseWorkflow>[1]);
  if (!workflow) throw new Error(JSON.stringify(problems));
  return workflow;
}

export interface WorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly tools?: Partial<Readonly<Record<string, (given: object) => unknown>>>;
  readonly situation?: Partial<Situation>;
  readonly gates?: readonly Gate[];
  readonly budgetGuard?: BudgetGuard;
  readonly monotonic?: () => number;
  /** The prefix of ids; defaults to `id`. */
  readonly ids?: string;
}

/** A test world with scripted models and a workspace of some files. */
export function workflowWorld(script: Script, options: WorldOptions = {}) {
  const world = scriptedWorld(script, options.monotonic ? { monotonic: options.monotonic } : {});
  let ids = 0;
  const { files = {}, tools = {}, gates = [] } = options;
  const context: WorkflowContext = {
    ...world.context,
    newId: () => `${options.ids ?? 'id'} ${(ids += 1)}`,
    sessionId: 'session',
    workspace: 'bookshop',
    maxOutputTokens: 1000,
    situation: async () => situationWith(options.situation),
    gates: async () => ({
      gates: new Map<GateName, Gate>(gates.map((gate) => [gate.name, gate])),
      dispose: async () => undefined,
    }),
    async readFile(path): Promise<ProjectFile | undefined> {
      const found = files[path];
      return found === undefined ? undefined : { text: found, language: 'typescript' };
    },
    async tool(name, given, { signal }) {
      signal.throwIfAborted();
      world.log.push(`tool ${name}`);
      const tool = tools[name];
      if (!tool) throw new StepFailure(`${name} is not to be had here. Write it.`);
      return tool(given);
    },
    ...(options.budgetGuard && { budgetGuard: () => options.budgetGuard! }),
  };
  return { ...world, context };
}
export type WorkflowWorld = ReturnType<typeof workflowWorld>;

/** Drains a run; `see` is called with each event as it arrives. */
export async function played(
  request: Partial<WorkflowRequest> & Pick<WorkflowRequest, 'workflow'>,
  { context, controller }: Pick<WorkflowWorld, 'context' | 'controller'>,
  see: (event: WorkflowEvent) => void = () => undefined,
): Promise<{ events: WorkflowEvent[]; end: WorkflowEnd }> {
  const events: WorkflowEvent[] = [];
  const running = runWorkflow({ inputs: {}, ...request }, context, controller.signal);
  let next = await running.next();
  while (!next.done) {
    events.push(next.value);
    see(next.value);
    next = await running.next();
  }
  return { events, end: next.value };
}

/** The events of one kind. */
export function only<Kind extends WorkflowEvent['kind']>(
  events: readonly WorkflowEvent[],
  kind: Kind,
) {
  return events.filter(
    (event): event is Extract<WorkflowEvent, { kind: Kind }> => event.kind === kind,
  );
}

/** How each step ended: `triage: done`. */
export function endings(events: readonly WorkflowEvent[]): string[] {
  return only(events, 'stepEnded').map(({ step, status }) => `${step}: ${status}`);
}

export const saysJson = (value: unknown): Answer =>
  streams([text(JSON.stringify(value)), usage, finish('stop')]);

/** A turn that calls tools, each `[name, arguments]`. */
export function calls(...wanted: readonly (readonly [name: string, given: object])[]): Answer {
  return async function* calling() {
    for (const [index, [name, given]] of wanted.entries()) {
      const call = { id: `call ${index + 1}`, name, argumentsJson: JSON.stringify(given) };
      yield { kind: 'toolCall', call };
    }
    yield usage;
    yield finish('toolCalls' satisfies FinishReason);
  };
}
