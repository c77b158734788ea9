import { type CallEdit, editsOfCall } from '../../../routing/turns/editCall.ts';
import { toolKind } from '../../../routing/turns/toolKind.ts';
import type { Turn } from '../../../routing/turns/turn.ts';
import type { Candidate } from '../gate.ts';
import { applyEdit, type PlacedEdit, filesOfPatch, type Outcome } from './applyEdit.ts';

/** A file that a call names. */
export type CheckedFile =
  | {
      readonly kind: 'text';
      /** For people. */
      readonly path: string;
      /** The same for each way in which calls write the file. */
      readonly identity: string;
      readonly text: string;
    }
  | { readonly kind: 'missing'; readonly path: string; readonly identity: string }
  /** `why` is a sentence for people. */
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads a file that a call names, as the call writes it. Rejects only with the signal's reason. */
export type ReadFile = (path: string, signal: AbortSignal) => Promise<CheckedFile>;

/** What the calls of an answer do to one file, or to none that is known. */
export interface EditedFile {
  /** Omitted where the call does not say which file it edits. */
  readonly path?: string;
  /** The file as it is; undefined when it is new, or cannot be read. */
  readonly before?: string;
  readonly outcome: Outcome;
}

/** Reads what the calls of a candidate do to files; remembered, because two gates ask. */
export type EditedFiles = (
  candidate: Candidate,
  signal: AbortSignal,
) => Promise<readonly EditedFile[]>;

export function createEditedFiles(read: ReadFile): EditedFiles {
  const known = new WeakMap<Candidate, Promise<readonly EditedFile[]>>();
  return (candidate, signal) => {
    const found = known.get(candidate) ?? editedFiles(candidate, read, signal);
    known.set(candidate, found);
    return found;
  };
}

async function editedFiles(
  { toolCalls = [], task }: Candidate,
  read: ReadFile,
  signal: AbortSignal,
): Promise<readonly EditedFile[]> {
  const tools = new Map((task.conversation?.tools ?? []).map((tool) => [tool.name, tool]));
  const edits = toolCalls
    .filter(({ name }) => toolKind(tools.get(name) ?? { name }) === 'edit')
    .flatMap(editsOfCall)
    .flatMap(taken);
  const seen = seenIn(task.turn);
  const files = new Map<string, EditedFile>();
  const others: EditedFile[] = [];
  for (const edit of edits) {
    if (edit.kind === 'unclear') {
      const why = 'It is not known what this tool does to a file.';
      others.push({ ...(edit.path !== undefined && { path: edit.path }), ...unclear(why) });
      continue;
    }
    const now = await read(edit.path, signal);
    if (now.kind === 'unreadable') others.push({ path: edit.path, ...unclear(now.why) });
    else if (now.kind === 'missing' && seen.has(now.path)) {
      const why = 'The agent has seen this file, and the workspace does not have it.';
      others.push({ path: edit.path, ...unclear(why) });
    } else files.set(now.identity, after(edit, now, files.get(now.identity)));
  }
  return [...files.values(), ...others];
}

/** The files that the loop has seen: it may work in a folder of its own. */
function seenIn(turn: Turn | undefined): ReadonlySet<string> {
  const { attached = [], read = [], edited = [] } = turn?.loop.files ?? {};
  return new Set([...attached, ...read, ...edited].map(({ path }) => path));
}

/** A patch file by file. */
function taken(edit: CallEdit): readonly (PlacedEdit | Extract<CallEdit, { kind: 'unclear' }>)[] {
  if (edit.kind !== 'patch') return [edit];
  const files = filesOfPatch(edit.text, edit.path);
  return files.length > 0 ? files : [{ kind: 'unclear' }];
}

/** Another edit of a file goes on with what the edits before it left, as tools carry them out in order. */
function after(
  edit: PlacedEdit,
  now: Exclude<CheckedFile, { kind: 'unreadable' }>,
  earlier: EditedFile | undefined,
): EditedFile {
  const file = { path: now.path, ...(now.kind === 'text' && { before: now.text }) };
  const before = earlier?.outcome;
  if (before && before.kind !== 'applies') return { ...file, outcome: before };
  const outcome = applyEdit(edit, before ? before.text : file.before);
  const isExact = before?.isExact !== false;
  if (isExact) return { ...file, outcome };
  if (outcome.kind === 'applies') return { ...file, outcome: { ...outcome, isExact: false } };
  return { ...file, ...unclear('An edit before it applies but for white space.') };
}

function unclear(why: string): Pick<EditedFile, 'outcome'> {
  return { outcome: { kind: 'unclear', why } };
}
