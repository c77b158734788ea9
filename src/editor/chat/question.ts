import * as vscode from 'vscode';
import { fileEditRules } from '../../execution/answer/files/editRules.ts';
import { usualSystem } from '../../execution/attempt/prompt.ts';
import { asClassified } from '../../routing/classify/asClassified.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Message } from '../../routing/conversation.ts';
import type { Escalation, Pick as TierPick } from '../../routing/situation.ts';
import type { Task, TaskHead, TaskType } from '../../routing/task.ts';
import { answerKinds, defaultInstructions } from '../../routing/taskTypes.ts';
import { chatVendor, escalateCommand, planCommand } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { projectInstructions } from '../reading/projectInstructions.ts';
import { gitOf } from '../selection/gitOf.ts';
import type { AskedAbout } from '../tasks/askedAbout.ts';
import { chatTask } from '../tasks/chatTask.ts';
import { type Answered, isAnswered } from './answered.ts';
import { attachedFiles, type Attached, attachments } from './attachments.ts';
import type { ChatParts, ChatTurn } from './chatTurn.ts';
import { escalationWords, wantsPlanCarriedOut } from './followups.ts';
import {
  earlierMessages,
  earlierTypes,
  goesOnWith,
  type ChatHistory,
  typeNamed,
} from './history.ts';
import { carriedOutAs, planningTurn, planRules } from './plan.ts';
import { say } from '../platform/say.ts';

/** A turn to run, and what is needed once it has an answer. */
export interface Question {
  readonly turn: Pick<
    ChatTurn,
    'task' | 'classified' | 'sources' | 'subject' | 'pick' | 'escalation' | 'escalatedFrom'
  >;
  readonly attached: Attached;
  /** The answer is a plan; the type of the task that carries it out. */
  readonly planFor?: TaskType;
}

/** A request with the turns before it in which models were asked. */
interface Asked {
  readonly request: vscode.ChatRequest;
  readonly history: ChatHistory;
}

/** Makes a turn of a request. Throws HumanError when it asks for what cannot be. */
export async function questionFor(
  asked: Asked,
  parts: ChatParts,
  signal: AbortSignal,
): Promise<Question> {
  const { command } = asked.request;
  if (command === escalateCommand) return escalated(asked, parts, signal);
  return command === planCommand ? plan(asked, parts, signal) : ordinary(asked, parts, signal);
}

async function ordinary(
  { request, history }: Asked,
  parts: ChatParts,
  signal: AbortSignal,
): Promise<Question> {
  const before = goesOnWith(history);
  const referring = wantsPlanCarriedOut(request.prompt) ? planned(request, history) : request;
  const about = { ...before, seen: [...before.seen, ...attachedFiles(referring)] };
  const classified = await classify(request, { history, about }, parts);
  const type = classified.taskType;
  const words = request.prompt.trim() || defaultInstructions[type];
  const attached = await attachments(referring, signal);
  const pick = pickOf(request.model);
  return {
    turn: {
      ...(await goingOn(
        {
          head: { ...asClassified(classified, request.prompt), instruction: words },
          system: systemFor(type, attached, history),
          words,
        },
        attached,
        history,
      )),
      classified,
      ...(pick && { pick }),
    },
    attached,
  };
}

/** What a plan's request referred to: whoever carries the plan out needs the same files. */
function planned(request: vscode.ChatRequest, history: ChatHistory) {
  const { references } = request;
  const earlier = history.findLast(
    (turn): turn is vscode.ChatRequestTurn =>
      turn instanceof vscode.ChatRequestTurn && turn.command === planCommand,
  );
  return {
    references: [...references, ...(earlier?.references ?? [])],
    toolReferences: request.toolReferences,
  };
}

async function plan(
  { request, history }: Asked,
  parts: ChatParts,
  signal: AbortSignal,
): Promise<Question> {
  const words = request.prompt.trim();
  if (words === '') throw nothingToPlan();
  const before = goesOnWith(history);
  const about = { ...before, seen: [...before.seen, ...attachedFiles(request)] };
  const context = { command: undefined, prompt: words };
  const classified = await classify(context, { history, about }, parts);
  const attached = await attachments(request, signal);
  const pick = pickOf(request.model);
  const turn = planningTurn(attached.files);
  return {
    turn: {
      ...(await goingOn(
        {
          head: { type: 'design', instruction: words, reasoning: classified.reasoning, turn },
          system: planRules,
          words,
        },
        attached,
        history,
      )),
      ...(pick && { pick }),
    },
    attached,
    planFor: carriedOutAs(classified.taskType),
  };
}

function nothingToPlan(): HumanError {
  return new HumanError(
    say('Say what is to be planned, such as “/plan split the cart from its store”.'),
  );
}

/** The last request again with what it referred to and its answer, one tier higher or at the top. */
async function escalated(
  { request, history }: Asked,
  parts: ChatParts,
  signal: AbortSignal,
): Promise<Question> {
  const { asked, metadata } = lastAnswer(history);
  const { to, added } = escalationWords(request.prompt, metadata.higher?.at(-1));
  const again = 'That answer was not good enough. Answer my last request again, better.';
  const about = goesOnWith(history);
  const before = history.slice(0, history.indexOf(asked));
  const type = metadata.planFor
    ? 'design'
    : (await classify(asked, { history: before, about }, parts)).taskType;
  const { references } = asked;
  // What was selected then may not be what is selected now.
  const attached = references.length > 0 ? await attachments(asked, signal) : nothingAttached;
  const escalation: Escalation = { from: metadata.tier, to };
  const words = [again, added].filter((each) => each !== '').join('\n\n');
  return {
    turn: {
      ...(await goingOn(
        {
          head: { type, instruction: asked.prompt },
          system: metadata.planFor ? planRules : systemFor(type, attached, history),
          words,
        },
        attached,
        history,
      )),
      escalation,
      escalatedFrom: metadata.requestId,
    },
    attached,
    ...(metadata.planFor && { planFor: metadata.planFor }),
  };
}

/** The last request with what its answer left. Throws HumanError when there is none. */
function lastAnswer(history: ChatHistory): {
  readonly asked: vscode.ChatRequestTurn;
  readonly metadata: Answered;
} {
  // An escalation asks for nothing of its own.
  const asked = history.findLast(
    (turn): turn is vscode.ChatRequestTurn =>
      turn instanceof vscode.ChatRequestTurn && turn.command !== escalateCommand,
  );
  const answered = history.findLast((turn) => turn instanceof vscode.ChatResponseTurn);
  const metadata: unknown = answered?.result.metadata;
  if (asked && isAnswered(metadata)) return { asked, metadata };
  throw new HumanError(
    say('There is no answer to escalate in this chat yet. Ask something first.'),
  );
}

const nothingAttached: Attached = {
  texts: [],
  images: [],
  files: [],
  shown: [],
  unread: [],
  sources: [],
};

function classify(
  { command, prompt }: { readonly command?: string | undefined; readonly prompt: string },
  { history, about }: { readonly history: ChatHistory; readonly about: AskedAbout },
  { taskTypes: classifier }: ChatParts,
): Promise<Classification> {
  const named = typeNamed(command);
  const git = gitOf(vscode.window.activeTextEditor?.document.uri);
  const earlier = earlierTypes(history);
  const context = { earlier, ...(named && { command: named }), ...(git && { git }) };
  return classifier.classify(prompt, context, about);
}

/**
 * How to write changes to files is said once files are in the chat or an edit is asked for, and then in each
 * turn, so that the provider finds its prompt cache again. Empty for the usual system text.
 */
function systemFor(type: TaskType, { shown }: Attached, history: ChatHistory): string {
  const isAboutFiles = shown.length > 0 || goesOnWith(history).seen.length > 0;
  const types = [type, ...earlierTypes(history)];
  const isEditing = types.some((each) => answerKinds[each] === 'edit');
  return isAboutFiles || isEditing ? `${usualSystem('prose')}\n\n${fileEditRules}` : '';
}

interface Asking {
  readonly head: Pick<TaskHead, 'type' | 'mayBe' | 'instruction' | 'reasoning' | 'turn'>;
  readonly system: string;
  /** The words that the model gets. */
  readonly words: string;
}

/** A turn that goes on with the chat, with what is attached to it. */
async function goingOn(
  { head, system, words }: Asking,
  attached: Attached,
  history: ChatHistory,
): Promise<Pick<ChatTurn, 'task' | 'sources' | 'subject'>> {
  const task = chatTask(
    { ...head, ...(await filesOf(attached)), ...goesOnWith(history) },
    { system, tools: [], messages: [...earlierMessages(history), messageOf(words, attached)] },
  );
  return { task, sources: attached.sources, subject: 'chat' };
}

/** What is attached, and what the project says about it. */
async function filesOf({
  files,
  sources,
}: Attached): Promise<Pick<Task, 'attachments' | 'projectInstructions'>> {
  const instructions = await projectInstructions(sources);
  return { attachments: files, ...(instructions && { projectInstructions: instructions }) };
}

function messageOf(words: string, { texts, images }: Attached): Message {
  const text = [...texts, words].join('\n\n');
  return { role: 'user', text, ...(images.length > 0 && { images }) };
}

/** The manual pick if the developer chose one of Tierwise's models; other models do not matter. */
function pickOf(model: vscode.LanguageModelChat | undefined): TierPick | undefined {
  if (model?.vendor !== chatVendor || model.id === 'auto') return undefined;
  return { tier: model.family, pinned: {} };
}
