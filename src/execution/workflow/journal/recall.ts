import {
  moneyOf,
  noMoney,
  plus,
  type Accounts,
  type Money,
} from '../../../routing/models/accounts.ts';
import type { NanoUsd } from '../../../routing/models/money.ts';
import type { Message } from '../../../routing/conversation.ts';
import type { ProposedEdit } from '../projectFiles.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';

/** What is known of a run from its journal. */
export interface RecordedRun {
  readonly runId: string;
  readonly hash: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Values of the steps that are done, of those without steps inside. */
  readonly values: ReadonlyMap<StepId, unknown>;
  /** What agents have said and been told. */
  readonly messages: ReadonlyMap<StepId, readonly Message[]>;
  /** In the order in which they were made. */
  readonly edits: readonly ProposedEdit[];
  /** Spent by a step and all within it; a call that never ended counts at its worst case. */
  spent(step?: StepId): Accounts;
}

/** Undefined for a journal that does not even hold its beginning. */
export function recall(events: readonly WorkflowEvent[]): RecordedRun | undefined {
  const started = events.find((event) => event.kind === 'runStarted');
  if (!started) return undefined;
  const values = new Map<StepId, unknown>();
  const messages = new Map<StepId, Message[]>();
  const edits: ProposedEdit[] = [];
  const calls = new Map<
    string,
    { readonly step: StepId; readonly money: Money; nanoUsd: NanoUsd }
  >();
  for (const event of events) {
    if ('edit' in event && event.edit) edits.push(event.edit);
    if (event.kind === 'stepEnded' && event.status === 'done' && 'value' in event) {
      values.set(event.step, event.value);
    }
    if (event.kind === 'message') {
      messages.set(event.step, [...(messages.get(event.step) ?? []), event.message]);
    }
    if (event.kind === 'callStarted') {
      const { step, attemptId, simulated, worstCaseNanoUsd = 0 } = event;
      calls.set(attemptId, { step, money: moneyOf(simulated), nanoUsd: worstCaseNanoUsd });
    }
    if (event.kind === 'callRefused') calls.delete(event.attemptId);
    if (event.kind === 'callEnded') {
      const call = calls.get(event.attemptId);
      if (call && event.cost.nanoUsd !== undefined) call.nanoUsd = event.cost.nanoUsd;
    }
  }
  const { runId, hash, inputs } = started;
  return {
    runId,
    hash,
    inputs,
    values,
    messages,
    edits,
    spent(of) {
      const isPart = (step: StepId) => of === undefined || step === of || step.startsWith(`${of}/`);
      return [...calls.values()]
        .filter(({ step }) => isPart(step))
        .reduce((sum, { money, nanoUsd }) => plus(sum, money, nanoUsd), noMoney);
    },
  };
}
