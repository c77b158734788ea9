import type { ReservationFact, SettlementFact } from '../../ledger/facts.ts';
import type { Message } from '../../routing/conversation.ts';
import type { StepChoice } from '../../routing/decide/stepSituation.ts';
import type { Expected } from '../../routing/decision.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { AnswerKind, TaskType } from '../../routing/task.ts';
import type { Verdict } from '../../routing/verdict.ts';
import type { Step } from './definition.ts';
import type { ProposedEdit } from './projectFiles.ts';

/**
 * Names a step of one run: `fix`, or within others `reviews/2/review`, where 2 is the second item.
 * Agents that another one leads are `lead/writer/1`.
 */
export type StepId = string;

/** What a line of a trace stands for; `item` is one round of a for-each. */
export type StepKind = Step['kind'] | 'item';

export type StepStatus = 'done' | 'skipped' | 'failed' | 'cancelled';

/** What happens in a run of a workflow, in order. All of it is plain data and can be kept as JSON. */
export type WorkflowEvent =
  | {
      readonly kind: 'runStarted';
      readonly runId: string;
      readonly workflow: string;
      /** Of the whole definition, prompts included. */
      readonly hash: string;
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly atMs: number;
    }
  /** What came before was done by another run of the engine; `runId` stays. */
  | { readonly kind: 'runResumed'; readonly atMs: number }
  | {
      readonly kind: 'stepStarted';
      readonly step: StepId;
      readonly parent?: StepId;
      readonly name: string;
      readonly stepKind: StepKind;
      /** What it works on, such as an item's path or an agent's task, in a few words. */
      readonly about?: string;
      readonly atMs: number;
    }
  | {
      readonly kind: 'decided';
      readonly step: StepId;
      readonly requestId: string;
      /** What the definition says: names of tiers and models, or `auto`. */
      readonly declared: string;
      /** What is going to be done, such as `fast (Haiku 5.5), then reasoning (Opus 5.5)`. */
      readonly plan: string;
      /** The decision in one sentence. */
      readonly reason: string;
      readonly expected?: Expected;
      /** All that was decided by, besides the situation: to ask what else it might have been. */
      readonly choice: StepChoice;
      readonly task: TaskFacts;
    }
  /** A call is about to be made; judges' calls too. */
  | ({ readonly kind: 'callStarted'; readonly step: StepId } & Omit<ReservationFact, 'atMs'>)
  /** A budget did not allow it: it was never made. */
  | { readonly kind: 'callRefused'; readonly step: StepId; readonly attemptId: string }
  | ({ readonly kind: 'callEnded'; readonly step: StepId } & Omit<
      SettlementFact,
      'atMs' | 'baseline'
    >)
  | {
      readonly kind: 'text';
      readonly step: StepId;
      readonly attemptId: string;
      readonly text: string;
    }
  | {
      readonly kind: 'verdict';
      readonly step: StepId;
      readonly attemptId: string;
      readonly verdict: Verdict;
    }
  /** The answer is of another model than the definition declares. To be said loudly. */
  | {
      readonly kind: 'ranOther';
      readonly step: StepId;
      readonly declared: string;
      readonly ran: string;
      readonly why: string;
    }
  /** An agent's conversation goes on. */
  | {
      readonly kind: 'message';
      readonly step: StepId;
      readonly message: Message;
      readonly edit?: ProposedEdit;
    }
  /** Something that a reader of the trace should know, in one sentence. */
  | { readonly kind: 'note'; readonly step?: StepId; readonly text: string }
  | {
      readonly kind: 'stepEnded';
      readonly step: StepId;
      readonly status: StepStatus;
      /** Of steps without steps inside. */
      readonly value?: unknown;
      readonly edit?: ProposedEdit;
      /** What went wrong and what to do, for `failed`. */
      readonly problem?: string;
      readonly ms: number;
    }
  | {
      readonly kind: 'runEnded';
      readonly status: WorkflowEnd['status'];
      readonly problem?: string;
      readonly ms: number;
    };

/** What rules look at, without any text of the task. */
export interface TaskFacts {
  readonly type: TaskType;
  readonly answerKind: AnswerKind;
  readonly language: string;
  readonly path: string;
  readonly lines: number;
  readonly critical: boolean;
  readonly isConversation: boolean;
  readonly hasTools: boolean;
}

/** How a run ended. */
export interface WorkflowEnd {
  readonly status: 'done' | 'failed' | 'cancelled';
  /** The workflow's result, when it is done. */
  readonly value?: unknown;
  /** What went wrong, where, and what to do. */
  readonly problem?: string;
  /** Changes to files that are proposed, one a file; for the developer to accept. */
  readonly edits: readonly ProposedEdit[];
  /** Of the calls of all its sittings; calls whose cost nobody knows are counted beside it. */
  readonly spentNanoUsd: NanoUsd;
  /** What its calls to practice models cost: not in `spentNanoUsd`. */
  readonly practiceNanoUsd: NanoUsd;
  readonly unknownCalls: number;
}
