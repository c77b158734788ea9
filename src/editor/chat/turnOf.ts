import type { Attachment } from '../../routing/attachment.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Conversation } from '../../routing/conversation.ts';
import { relativeToFolders } from '../../routing/reading/attachments.ts';
import type { Turn } from '../../routing/turns/turn.ts';
import { readTurn } from '../../routing/turns/readTurn.ts';
import { namedFolders } from '../platform/workspacePaths.ts';
import type { AskedAbout } from '../tasks/askedAbout.ts';
import type { TaskTypes } from '../tasks/taskTypes.ts';

/** What a request of an agent is, with its files written as tasks write them; empty for a question. */
export function turnOf(conversation: Conversation): { readonly turn?: Turn } {
  const turn = readTurn(conversation);
  if (!turn) return {};
  const { attached, read, edited } = turn.loop.files;
  const files = { attached: inFolders(attached), read: inFolders(read), edited: inFolders(edited) };
  return { turn: { ...turn, loop: { ...turn.loop, files } } };
}

/** Clients name files by their whole paths; tasks name them from the workspace folder. */
export function inFolders(attachments: readonly Attachment[]): Attachment[] {
  const folders = namedFolders();
  return attachments.map((each) => ({ ...each, path: relativeToFolders(each.path, folders) }));
}

/** Longer words say by themselves what they are about. Chosen by judgement. */
const mostWordsOfRemark = 15;

/**
 * The task type of what the developer asked; `before` are the requests before it. A model that gives a second
 * opinion is asked once for a loop, not at each of its turns nor when another chat comes between, and never for
 * what the client asks for itself. A short remark of no type, such as "try again", is about what came before it.
 */
export async function typeOfTurn(
  { words, before }: { readonly words: string; readonly before: readonly string[] },
  { turn, about }: { readonly turn?: Turn | undefined; readonly about: AskedAbout },
  taskTypes: TaskTypes,
): Promise<Classification> {
  if (turn?.kind === 'side') return taskTypes.guess(words, {});
  const earlier = before.at(-1);
  if (earlier !== undefined && (await isRemark(words, taskTypes))) {
    const asked = { words: earlier, before: before.slice(0, -1) };
    return taskTypes.known(earlier) ?? typeOfTurn(asked, { turn, about }, taskTypes);
  }
  const isNew = turn === undefined || turn.kind === 'plan';
  return (isNew ? undefined : taskTypes.known(words)) ?? taskTypes.classify(words, {}, about);
}

async function isRemark(words: string, taskTypes: TaskTypes): Promise<boolean> {
  if (words.trim().split(/\s+/).length > mostWordsOfRemark) return false;
  return (await taskTypes.guess(words, {})).taskType === 'other';
}
