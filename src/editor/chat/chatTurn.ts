import * as vscode from 'vscode';
import type { AttemptEnd } from '../../execution/events.ts';
import { kitOf } from '../../execution/gates/gate.ts';
import {
  type Asker,
  decideRequest,
  type RequestFinished,
  type RequestToRun,
  runRequest,
} from '../../execution/request.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import type { Decision } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { doubtsOfDecision } from '../../routing/hindsight/stalePrices.ts';
import type { Escalation, Pick as TierPick, Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { openCallGates, openTextGates } from '../gates/door.ts';
import { describeRefusal } from '../platform/describeProblem.ts';
import { HumanError } from '../platform/humanError.ts';
import { userSetting } from '../platform/setting.ts';
import { confirmSending, modelsOfPlan } from '../reading/confirmSending.ts';
import { tellCutInstructions } from '../reading/projectInstructions.ts';
import type { Services } from '../services.ts';
import { createBudgetGuard } from '../tasks/createBudgetGuard.ts';
import type { MadeDecision } from '../platform/runNews.ts';
import type { Tasks } from '../tasks/createTasks.ts';
import { withCacheKey } from './cacheKey.ts';
import type { Allowances } from './memory/allowances.ts';
import type { ChatCaches } from './memory/conversationCaches.ts';
import { cutShortNote } from './cutShort.ts';
import type { ExtensionCapKeeper } from './extensionCaps.ts';
import { noteTurn } from './noteTurn.ts';
import type { SaidTurns } from './memory/saidTurns.ts';
import type { TurnMemory } from './memory/turnMemory.ts';
import { noPast, pastAfter, type TurnStates } from './memory/turnStates.ts';
import { say } from '../platform/say.ts';

/** What a chat turn needs besides the services of the window. */
export interface ChatParts extends Services, Tasks {
  /** What other extensions may spend; loaded for the first of them. */
  readonly caps: () => Promise<ExtensionCapKeeper>;
  readonly turnStates: TurnStates;
  readonly chatCaches: ChatCaches;
  readonly saidTurns: SaidTurns;
  readonly turnMemory: TurnMemory;
  readonly allowances: Allowances;
}

export interface ChatTurn {
  readonly task: Task;
  /** How the task type was found; omitted when the developer named it. */
  readonly classified?: Classification;
  /** The files whose text is in the turn; asked about when they are private. */
  readonly sources?: readonly vscode.Uri[];
  /** Who asked, for the ledger and the panel. */
  readonly subject: string;
  /** The other extension that asked; omitted when the developer did. */
  readonly extension?: string;
  /** Omitted when the pick in the status bar applies. */
  readonly pick?: TierPick;
  readonly escalation?: Escalation;
  /** The request that is escalated. */
  readonly escalatedFrom?: string;
  /** Told of the decision before anything is asked, also when it refuses. */
  readonly onDecision?: (made: MadeDecision, situation: Situation) => void;
  readonly onText: (text: string) => void;
  readonly onToolCall: (call: ToolCall) => void;
  /** Reports progress while there is no answer to show yet. */
  readonly onWork?: (what: string) => void;
}

export interface ChatAnswer {
  readonly requestId: string;
  readonly decision: Decision;
  readonly end: AttemptEnd;
  /** What the developer was shown. */
  readonly text: string;
}

/**
 * Takes one turn of a conversation along the one path. A direct answer is shown as it arrives; an answer
 * that gates may still reject is shown once it is final. Rejects with HumanError when nothing can run.
 */
export async function runChatTurn(
  asked: ChatTurn,
  parts: ChatParts,
  signal: AbortSignal,
): Promise<ChatAnswer> {
  const turn = { ...asked, task: withCacheKey(asked.task, parts.session.touch().id) };
  const { task, escalation } = turn;
  await parts.budgets.ensureKnown();
  const current = parts.chatCaches.with(await parts.situation.current(task.language), task);
  const situation = turn.pick ? { ...current, pick: turn.pick } : current;
  const { decision } = decideRequest(task, situation, { ...(escalation && { escalation }) });
  tellDecision({ turn, decision, situation }, parts);
  const { plan } = decision;
  if (plan.kind === 'refuse') throw describeRefusal(task, decision);
  if (!(await confirmSending(turn.sources ?? [], modelsOfPlan(plan)))) throw notSent();
  const requestId = timedId();
  const { end, text } = await showRequest(
    {
      task,
      decision,
      plan,
      asker: askerOf(turn, requestId, parts),
      maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
      ...(await guarded(requestId, { turn, situation }, parts)),
    },
    { turn, parts },
    signal,
  );
  if (plan.kind !== 'direct') turn.onText(text);
  const answer = { requestId, decision, end, text };
  note(task, answer, parts);
  tellCutShort(turn, end);
  return answer;
}

function tellDecision(
  {
    turn,
    decision,
    situation,
  }: { readonly turn: ChatTurn; readonly decision: Decision; readonly situation: Situation },
  { news, report }: ChatParts,
): void {
  const { task, classified } = turn;
  const doubts = doubtsOfDecision(decision, situation);
  const made: MadeDecision = { task, decision, doubts, ...(classified && { classified }) };
  news.emitDecision(made);
  turn.onDecision?.(made, situation);
  report.log.info(explain(task, decision));
  tellCutInstructions(task.projectInstructions, report.warnOnce);
}

/** Remembers what the next request of the loop shows the outcome of. */
function note(task: Task, { requestId, end, text }: ChatAnswer, parts: ChatParts): void {
  const said = end.outcome === 'complete' && { said: { text, toolCalls: end.toolCalls } };
  void noteTurn(task, { requestId, ...said }, parts);
}

function notSent(): HumanError {
  return new HumanError(
    say(
      'Nothing was sent, because a private file is attached or selected. Remove it and ask again, or allow it when you are asked.',
    ),
  );
}

function tellCutShort(turn: ChatTurn, end: AttemptEnd): void {
  // Another extension reads the text by program, so it is told only what it cannot see otherwise.
  if (turn.extension !== undefined && end.halfCall === undefined) return;
  const note = cutShortNote(end);
  if (note !== undefined) turn.onText(note);
}

function askerOf(
  { subject, extension, escalatedFrom }: ChatTurn,
  requestId: string,
  { session }: ChatParts,
): Asker {
  return {
    requestId,
    sessionId: session.touch().id,
    workspace: vscode.workspace.name ?? '',
    subject,
    ...(extension !== undefined && { origin: extension }),
    ...(escalatedFrom !== undefined && { escalatedFrom }),
  };
}

/** The budgets that a turn is under, and the gates that spend from them. */
async function guarded(
  requestId: string,
  { turn, situation }: { readonly turn: ChatTurn; readonly situation: Situation },
  { budgets, attempts, textGates: texts, caps, allowances }: ChatParts,
): Promise<Pick<RequestToRun, 'budgetGuard' | 'gates' | 'callGates'>> {
  const { task, escalation, extension } = turn;
  const allowed = allowances.of(task);
  const own = createBudgetGuard(budgets, { task, situation, escalation, allowed });
  const budgetGuard = extension === undefined ? own : (await caps()).budgetGuard(extension, own);
  return {
    budgetGuard,
    gates: async (plan, guard) => {
      const { textGates } = await openTextGates();
      return kitOf(textGates(requestId, { plan, budgetGuard: guard }, attempts, texts));
    },
    callGates: async () => (await openCallGates()).callGates(texts),
  };
}

/** Runs a turn's request. Text that may still be thrown away is not shown. */
async function showRequest(
  request: RequestToRun,
  { turn, parts }: { readonly turn: ChatTurn; readonly parts: ChatParts },
  signal: AbortSignal,
): Promise<RequestFinished> {
  const isFinal = request.plan.kind === 'direct';
  let finished: RequestFinished | undefined;
  try {
    for await (const event of runRequest(request, parts.attempts, signal)) {
      if (event.kind === 'text' && isFinal) turn.onText(event.text);
      if (event.kind === 'attemptStarted' && !isFinal) {
        turn.onWork?.(say('Asking {0} …', event.choice.tier));
      }
      if (event.kind === 'toolCall') turn.onToolCall(event.call);
      if (event.kind === 'notRecorded') parts.report.warnOnce(event.message, 'ledger');
      if (event.kind === 'attemptEnded') {
        parts.chatCaches.keep(turn.task, event.end);
        parts.news.emitSpend();
      }
      if (event.kind === 'finished') finished = event;
    }
  } finally {
    parts.news.emitSpend();
  }
  const { end, text } = finished!;
  const past = (turn.task.conversation?.messages ?? []).reduce(pastAfter, noPast);
  parts.turnStates.keep({ text, toolCalls: end.toolCalls }, end.state, past);
  return finished!;
}
