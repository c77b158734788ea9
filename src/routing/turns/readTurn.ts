import type { Conversation, Message } from '../conversation.ts';
import { askedIn, requestIn } from '../reading/asked.ts';
import { noticeOf } from '../reading/notices.ts';
import { clientTalk } from '../reading/wrappers.ts';
import { actorOf } from './actor.ts';
import { loopFiles } from './loopFiles.ts';
import { type LoopReading, readLoop, type StepReading } from './loopState.ts';
import { sideCallOf } from './sideCall.ts';
import { stepsOf } from './steps.ts';
import { toolKind } from './toolKind.ts';
import { nothingYet, type Turn, type TurnKind } from './turn.ts';

/**
 * Reads what a request of an agent is: which turn of its loop, or which side call of a client. Undefined
 * for an ordinary question. Linear in the length of the conversation; long results are looked at only at
 * their ends.
 */
export function readTurn(conversation: Conversation): Turn | undefined {
  const side = sideCallOf(conversation);
  if (side !== undefined) return { kind: 'side', side, by: 'agent', loop: nothingYet };
  const { messages, tools } = conversation;
  if (tools.length === 0 && !messages.some(isOfLoop)) return undefined;
  const { at: wordsAt, spokeAt } = askedIn(messages);
  const answers = messages.flatMap(({ role }, at) =>
    role === 'assistant' && at > wordsAt ? [at] : [],
  );
  const numbers = new Map(answers.map((at, index) => [at, index + 1]));
  const steps = stepsOf(conversation);
  const since = steps.filter(({ at }) => at > wordsAt);
  const loop = readLoop(since, answers.length, (at) => numbers.get(at) ?? 0);
  const reading = { ...loop, ...circumstances(conversation, wordsAt) };
  return {
    kind: kindOf(reading),
    by: actorOf(conversation, spokeAt, since),
    loop: { ...loop.state, files: loopFiles(messages, steps) },
  };
}

function isOfLoop(message: Message): boolean {
  if (message.role === 'tool') return true;
  if (message.role === 'assistant') return (message.toolCalls?.length ?? 0) > 0;
  const { text } = message;
  return (
    clientTalk.test(text) ||
    noticeOf(text) !== undefined ||
    requestIn(message).context.some(({ name }) => name === 'environment_details')
  );
}

/** What of a request decides its kind, besides how its loop goes. */
interface Circumstances {
  /** A client told in place of earlier messages what had happened, or the work was interrupted. */
  readonly isTakenUp: boolean;
  /** Nothing can be looked up: the first answer is the edit itself. */
  readonly onlyEdits: boolean;
  /** The tools of the loop are not offered any more, so the answer is text. */
  readonly onlyTells: boolean;
}

function circumstances({ messages, tools }: Conversation, wordsAt: number): Circumstances {
  const kinds = tools.map(toolKind);
  const called = messages.some(({ role }) => role === 'tool');
  return {
    isTakenUp: messages.some(({ role, text }, at) => {
      const notice = role === 'user' && at > wordsAt ? noticeOf(text) : undefined;
      return notice === 'summary' || notice === 'resumed';
    }),
    onlyEdits: kinds.includes('edit') && kinds.every((kind) => kind === 'edit' || kind === 'other'),
    onlyTells: called && tools.length === 0,
  };
}

type Reading = LoopReading & Circumstances;

interface Reason {
  readonly kind: TurnKind;
  readonly why: string;
  readonly when: (reading: Reading) => boolean;
}

/** The first reason that holds decides. */
const reasons: readonly Reason[] = [
  {
    kind: 'edit',
    why: 'the tools can only edit, as those of a change inside the editor can',
    when: ({ state, onlyEdits }) => state.turns === 0 && onlyEdits,
  },
  {
    kind: 'plan',
    why: 'nothing has happened since the developer spoke, so the answer sets the course, however short the words are',
    when: ({ state, isTakenUp }) => state.turns === 0 && !isTakenUp,
  },
  {
    kind: 'answer',
    why: 'no tool may be called any more',
    when: ({ onlyTells }) => onlyTells,
  },
  {
    kind: 'repair',
    why: 'what was just tried failed, or was turned down with a reason; a file that was not found is only looked for elsewhere',
    when: ({ newest, hasEdited }) => newest.some((each) => isSetback(each, hasEdited)),
  },
  {
    kind: 'repair',
    why: 'a check or an edit failed and no edit has followed, so what is read now is read for the repair',
    when: ({ isBroken, newest }) => isBroken && newest.every(isLook),
  },
  {
    kind: 'answer',
    why: 'the newest edit is checked, nothing is open, and no entry of the to-do list waits',
    when: ({ state, newest, hasPlans }) =>
      state.isChecked &&
      state.troubles.every(({ kind }) => kind === 'sameCall') &&
      !hasPlans &&
      newest.every(({ step }) => step.kind === 'check' || step.kind === 'todo') &&
      newest.length > 0,
  },
  {
    kind: 'edit',
    why: 'files were just changed; more edits or a check follow',
    when: ({ newest }) =>
      newest.some(({ step, verdict }) => step.kind === 'edit' && verdict === 'passed'),
  },
  {
    kind: 'read',
    why: 'only looked so far: files, searches, or a check before any edit that shows what there is to do',
    when: ({ newest, hasEdited }) => {
      const seen = newest.filter(({ step }) => step.kind !== 'todo');
      return (
        seen.length > 0 && seen.every((each) => isLook(each) || (!hasEdited && isFailedCheck(each)))
      );
    },
  },
  { kind: 'choose', why: 'what comes next is open', when: () => true },
];

function kindOf(reading: Reading): TurnKind {
  return reasons.find(({ when }) => when(reading))!.kind;
}

function isSetback(
  { step, verdict, problems, isRejected }: StepReading,
  hasEdited: boolean,
): boolean {
  if (problems === 'failed' || isRejected) return true;
  if (verdict !== 'failed' || step.kind === 'read') return false;
  return step.kind !== 'check' || hasEdited;
}

function isLook({ step }: StepReading): boolean {
  return step.kind === 'read' || step.kind === 'todo';
}

function isFailedCheck({ step, verdict }: StepReading): boolean {
  return step.kind === 'check' && verdict === 'failed';
}
