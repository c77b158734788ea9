import type { Attachment } from '../attachment.ts';
import type { Message } from '../conversation.ts';
import { requestIn } from '../reading/asked.ts';
import { readResult } from './readResult.ts';
import type { Step } from './steps.ts';
import type { LoopFiles } from './turn.ts';

/** The files that a conversation attached, read and edited so far, each once. */
export function loopFiles(messages: readonly Message[], steps: readonly Step[]): LoopFiles {
  const attached = messages.flatMap((message) =>
    message.role === 'user' ? requestIn(message).attachments : [],
  );
  const edited = steps.filter((step) => step.kind === 'edit' && !wasUseless(step));
  // A file that could not be edited was looked at, and so was one that a command of a check names.
  const read = steps.filter(({ kind }) => kind === 'read' || kind === 'edit' || kind === 'check');
  const editedFiles = once(edited.flatMap(({ files }) => files));
  const paths = new Set(editedFiles.map(({ path }) => path));
  return {
    attached: once(attached),
    read: once(read.flatMap(({ files }) => files)).filter(({ path }) => !paths.has(path)),
    edited: editedFiles,
  };
}

/** An edit that failed, or that the developer turned down. */
function wasUseless(step: Step): boolean {
  return step.result !== undefined && readResult(step.result, step).verdict !== 'passed';
}

function once(files: readonly Attachment[]): Attachment[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
