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

/**
 * The task type of the developer's words. A model that gives a second opinion is asked once for a loop, not
 * at each of its turns, and never for what the client asks for itself.
 */
export async function typeOfTurn(
  words: string,
  { turn, about }: { readonly turn?: Turn | undefined; readonly about: AskedAbout },
  taskTypes: TaskTypes,
): Promise<Classification> {
  if (turn?.kind === 'side') return taskTypes.guess(words, {});
  const { last } = taskTypes;
  const goesOn = turn !== undefined && turn.loop.turns > 0 && last?.prompt === words;
  return goesOn ? last.classification : taskTypes.classify(words, {}, about);
}
