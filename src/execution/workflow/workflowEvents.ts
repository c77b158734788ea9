import type { ReservationFact, SettlementFact } from '../../ledger/facts.ts';
import type { Message } from '../../routing/conversation.ts';
import type { StepChoice } from '../../routing/decide/stepSituation.ts';
import type { Expected } from '../../routing/decision.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { SeenFile, Stay } from '../../routing/stay.ts';
import type { AnswerKind, TaskType } from '../../routing/task.ts';
import type { Verdict } from '../../routing/verdict.ts';
import type { Step } from './definition.ts';
import type { ProposedEdit } from './projectFiles.ts';

/**
 * Names a step of one run: `fix`, or `reviews/2/review` inside others, where 2 is the second item. The
 * first task of an agent that a coordinator leads is `lead/writer/1`.
 */
export type StepId = string;

/** What a line of a trace stands for; `item` is one item of a `forEach`. */
export type StepKind = Step['kind'] | 'item';

export type StepStatus = 'done' | 'skipped' | 'failed' | 'cancelled';

/** What happens in a run of a workflow, in order. Events are plain data: the journal keeps them as JSON. */
export type WorkflowEvent =
  | {
      readonly kind: 'runStarted';
      readonly runId: string;
      readonly workflow: string;
      /** The hash of the whole definition, prompts included. */
      readonly hash: string;
      readonly inputs: Readonly<Record<string, unknown>>;
      /** Names of the workspace's folders, with which paths begin; omitted when it had one. */
      readonly folders?: readonly string[];
      readonly atMs: number;
    }
  /** An earlier run of the engine made the events before this one; `runId` stays the same. */
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
      /** The tiers and models that the definition names, or `auto`. */
      readonly declared: string;
      /** The plan in words, such as `fast (Haiku 5.5), then reasoning (Opus 5.5)`. */
      readonly plan: string;
      /** The decision in one sentence. */
      readonly reason: string;
      readonly expected?: Expected;
      /** Set when only models on this machine might see the task. */
      readonly stay?: Stay;
      /** What the decision rests on besides the situation, so that `whatIf` can decide again. */
      readonly choice: StepChoice;
      readonly task: TaskFacts;
    }
  /** A call is about to be made, by an answering model or a judge. */
  | ({ readonly kind: 'callStarted'; readonly step: StepId } & Omit<ReservationFact, 'atMs'>)
  /** A limit refused the call, so it was never made. */
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
  /** Another model than the declared one answered. The developer must notice this. */
  | {
      readonly kind: 'ranOther';
      readonly step: StepId;
      readonly declared: string;
      readonly ran: string;
      readonly why: string;
    }
  /** One more message in an agent's conversation. */
  | {
      readonly kind: 'message';
      readonly step: StepId;
      readonly message: Message;
      readonly edit?: ProposedEdit;
    }
  /** The run has read something of these files, which every later prompt may hold. */
  | { readonly kind: 'filesRead'; readonly files: readonly SeenFile[] }
  /** Something that a reader of the trace should know, in one sentence. */
  | { readonly kind: 'note'; readonly step?: StepId; readonly text: string }
  | {
      readonly kind: 'stepEnded';
      readonly step: StepId;
      readonly status: StepStatus;
      /** Omitted for steps with steps inside. */
      readonly value?: unknown;
      readonly edit?: ProposedEdit;
      /** For `failed`: what went wrong and what to do. */
      readonly problem?: string;
      readonly ms: number;
    }
  | {
      readonly kind: 'runEnded';
      readonly status: WorkflowEnd['status'];
      readonly problem?: string;
      readonly ms: number;
    };

/** What rules look at; no text of the task. */
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
  /** Proposed changes, one for each file, for the developer to accept. */
  readonly edits: readonly ProposedEdit[];
  /** All its calls, those before a resume included; calls of unknown cost only count in `unknownCalls`. */
  readonly spentNanoUsd: NanoUsd;
  /** The cost of its calls to practice models, which is not part of `spentNanoUsd`. */
  readonly practiceNanoUsd: NanoUsd;
  readonly unknownCalls: number;
}
