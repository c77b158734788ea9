import type { Conversation, Message } from '../conversation.ts';
import { spokenIn } from '../reading/asked.ts';
import { howWordsTake, type Taken } from './howWordsTake.ts';
import { readingOf } from './loopState.ts';
import { type Step, stepsOf } from './steps.ts';
import type { LoopState, Trouble, Turn, TurnKind } from './turn.ts';

export type Said = Extract<Message, { readonly role: 'assistant' }>;

/** What became of an earlier answer of a conversation; `unknown` when no later request can tell any more. */
export interface TurnOutcome {
  readonly answer: Said;
  readonly outcome: 'worked' | 'failed' | 'unknown';
}

/** An edit that no check has followed after so many answers counts by its tools alone. Chosen by judgement. */
const patience = 5;

/**
 * What a request shows of the answers before it. An answer failed when its calls did; an edit failed when the
 * next check did, which is held against the newest edit before that check. Edits wait for a check, the first
 * plan of a loop waits for the developer's next words, and so does the last answer. What cannot be told yet
 * is left out.
 *
 * @param turn What the request is.
 * @param kindOf What an answer was for; undefined for those that need no outcome.
 */
export function outcomesOfTurns(
  conversation: Conversation,
  turn: Turn,
  kindOf: (answer: Said) => TurnKind | 'side' | undefined,
): TurnOutcome[] {
  if (turn.kind === 'side') return [];
  const words = wordsAfterAnswers(conversation);
  const answers =
    words === undefined
      ? answersOfLoop(conversation, turn.loop.turns)
      : answersBefore(conversation);
  const asked = answers.map((answer) => ({ ...answer, kind: kindOf(answer.message) }));
  const taken = words === undefined ? undefined : howWordsTake(words);
  return asked.flatMap((answer): TurnOutcome[] => {
    if (answer.kind === undefined || answer.kind === 'side') return [];
    const outcome = taken ? endOf(answer, asked.length, taken) : within(answer, asked, turn.loop);
    return outcome ? [{ answer: answer.message, outcome }] : [];
  });
}

/** An answer of a loop. */
interface Answer {
  readonly message: Said;
  /** Counted from 1 since the developer's words. */
  readonly number: number;
  readonly steps: readonly Step[];
  readonly edits: boolean;
}

type AskedAnswer = Answer & { readonly kind: TurnKind | 'side' | undefined };

/** What the developer said after the newest answer, if only to let the agent go on. */
function wordsAfterAnswers({ messages }: Conversation): string | undefined {
  const said = spokenIn(messages).at(-1);
  const answered = messages.findLastIndex(({ role }) => role === 'assistant');
  return said && said.at > answered ? said.words : undefined;
}

/** The answers of the loop that goes on: the newest ones, as many as it has turns. */
function answersOfLoop(conversation: Conversation, turns: number): Answer[] {
  const places = placesOfAnswers(conversation);
  return answersAt(conversation, turns === 0 ? [] : places.slice(-turns));
}

/** The answers of the loop that the developer's newest words end. */
function answersBefore(conversation: Conversation): Answer[] {
  const { messages } = conversation;
  const places = placesOfAnswers(conversation);
  const last = places.at(-1) ?? -1;
  const begin = spokenIn(messages).findLast(({ at }) => at < last)?.at ?? -1;
  return answersAt(
    conversation,
    places.filter((at) => at > begin),
  );
}

function placesOfAnswers({ messages }: Conversation): number[] {
  return messages.flatMap(({ role }, at) => (role === 'assistant' ? [at] : []));
}

function answersAt(conversation: Conversation, places: readonly number[]): Answer[] {
  const steps = Map.groupBy(stepsOf(conversation, (places[0] ?? 0) - 1), ({ at }) => at);
  return places.map((at, index) => {
    const own = steps.get(at) ?? [];
    const edits = own.some(({ kind }) => kind === 'edit');
    return { message: conversation.messages[at] as Said, number: index + 1, steps: own, edits };
  });
}

/** The outcome of an answer while its loop goes on; undefined while it has to wait. */
function within(
  answer: AskedAnswer,
  answers: readonly AskedAnswer[],
  { turns, troubles, isChecked }: LoopState,
): TurnOutcome['outcome'] | undefined {
  const { number, edits, kind, steps } = answer;
  const failedChecks = troubles.filter((each) => each.kind === 'checkFailed');
  const blamed = failedChecks.map((trouble) => blamedFor(trouble, answers));
  if (blamed.includes(number)) return 'failed';
  const isOwn = (trouble: Trouble) => trouble.turn === number && trouble.kind !== 'checkFailed';
  if (troubles.some(isOwn)) return 'failed';
  if (kind === 'plan') return undefined;
  if (!edits) return number === turns ? ranWell(steps) : undefined;
  // An edit before the one that a check failed may be as wrong.
  if (blamed.some((other) => other > number)) return 'unknown';
  return isChecked || turns - number >= patience ? 'worked' : undefined;
}

/** The number of the edit that a failed check is held against; 0 for none. */
function blamedFor({ turn }: Trouble, answers: readonly Answer[]): number {
  return answers.findLast(({ number, edits }) => edits && number <= turn)?.number ?? 0;
}

/** A check that ran and found something did what it was asked for. */
function ranWell(steps: readonly Step[]): 'worked' | 'unknown' {
  const verdicts = steps.map((step) => ({ kind: step.kind, verdict: readingOf(step).verdict }));
  const isTold = verdicts.some(
    ({ kind, verdict }) => verdict === 'passed' || (kind === 'check' && verdict === 'failed'),
  );
  return isTold ? 'worked' : 'unknown';
}

/** The outcome of an answer when the developer has spoken again. */
function endOf(
  { number, kind, steps, edits }: AskedAnswer,
  turns: number,
  taken: Taken,
): TurnOutcome['outcome'] {
  const isJudged = kind === 'plan' || (number === turns && steps.length === 0);
  if (!isJudged && !edits) return 'unknown';
  if (taken === 'goesOn') return 'worked';
  return taken === 'correction' && isJudged ? 'failed' : 'unknown';
}
