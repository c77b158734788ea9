import {
  moneyOf,
  noMoney,
  plus,
  type Accounts,
  type Money,
} from '../../../routing/models/accounts.ts';
import type { NanoUsd } from '../../../routing/models/money.ts';
import type { Message } from '../../../routing/conversation.ts';
import { pathsNamed } from '../../../routing/reading/filesSeen.ts';
import type { SeenFile, Stay } from '../../../routing/stay.ts';
import { filesIn } from '../seenFiles.ts';
import type { ProposedEdit } from '../projectFiles.ts';
import type { StepId, WorkflowEvent } from '../workflowEvents.ts';

/** What the journal of a run holds. */
export interface RecordedRun {
  readonly runId: string;
  readonly hash: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Values of the finished steps that have no steps inside. */
  readonly values: ReadonlyMap<StepId, unknown>;
  /** The conversation of each agent. */
  readonly messages: ReadonlyMap<StepId, readonly Message[]>;
  /** Names of the workspace's folders at that time; omitted in a run of one folder. */
  readonly folders?: readonly string[];
  /** The files that the run had read. */
  readonly seen: readonly SeenFile[];
  /** Why a request of the run had to stay on this machine. */
  readonly stay?: Stay;
  /** In the order in which they were made. */
  readonly edits: readonly ProposedEdit[];
  /** Spent by a step and all within it; a call that never ended counts at its worst case. */
  spent(step?: StepId): Accounts;
}

/** Undefined when the journal does not hold the beginning of the run. */
export function recordedRun(events: readonly WorkflowEvent[]): RecordedRun | undefined {
  const started = events.find((event) => event.kind === 'runStarted');
  if (!started) return undefined;
  const values = new Map<StepId, unknown>();
  const messages = new Map<StepId, Message[]>();
  const edits: ProposedEdit[] = [];
  for (const event of events) {
    if ('edit' in event && event.edit) edits.push(event.edit);
    if (event.kind === 'stepEnded' && event.status === 'done' && 'value' in event) {
      values.set(event.step, event.value);
    }
    if (event.kind === 'message') {
      messages.set(event.step, [...(messages.get(event.step) ?? []), event.message]);
    }
  }
  const calls = callsIn(events);
  const { runId, hash, inputs, folders } = started;
  const stay = events.find((event) => event.kind === 'decided' && event.stay);
  return {
    runId,
    hash,
    inputs,
    ...(folders && { folders }),
    seen: seenIn(events),
    ...(stay?.kind === 'decided' && stay.stay && { stay: stay.stay }),
    values,
    messages,
    edits,
    spent(of) {
      const isPart = (step: StepId) => of === undefined || step === of || step.startsWith(`${of}/`);
      return calls
        .filter(({ step }) => isPart(step))
        .reduce((sum, { money, nanoUsd }) => plus(sum, money, nanoUsd), noMoney);
    },
  };
}

/** An older journal does not say which files were read, so whatever its values and messages name counts. */
function seenIn(events: readonly WorkflowEvent[]): readonly SeenFile[] {
  const said = events.flatMap((event) => (event.kind === 'filesRead' ? event.files : []));
  if (said.length > 0) return said;
  return events.flatMap((event): readonly SeenFile[] => {
    if (event.kind === 'stepEnded') return filesIn(event.value);
    if (event.kind !== 'message') return [];
    return pathsNamed(event.message.text).map((path) => ({ path }));
  });
}

interface RecordedCall {
  readonly step: StepId;
  readonly money: Money;
  /** The worst case, until the call has ended with a known cost. */
  nanoUsd: NanoUsd;
}

function callsIn(events: readonly WorkflowEvent[]): RecordedCall[] {
  const calls = new Map<string, RecordedCall>();
  for (const event of events) {
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
  return [...calls.values()];
}
