import * as vscode from 'vscode';
import {
  describeCutInstructions,
  type InstructionFile,
  instructionPlaces,
  instructionsSetting,
  joinInstructions,
  parseInstructionLimits,
} from '../../execution/projectInstructions.ts';
import type { ProjectInstructions } from '../../routing/task.ts';
import { leadsOut } from '../platform/leadsOut.ts';
import { fileOf } from '../platform/notebookCells.ts';
import { writtenSetting } from '../platform/setting.ts';
import { insidePath, shownPath } from '../platform/workspacePaths.ts';
import { isPrivateUri } from './reading.ts';

/** A larger file is no instruction; in bytes. Chosen by judgement. */
const mostBytes = 1_000_000;

/**
 * The project's instructions for work on some files, or on the whole workspace when none of them is in it.
 * Undefined without any, when the user has turned them off, and in a workspace that is not trusted. Private files
 * and links that lead out of the workspace folder are passed over. A file that git ignores counts: the
 * developer wrote it for models.
 */
export async function projectInstructions(
  about: readonly vscode.Uri[] = [],
): Promise<ProjectInstructions | undefined> {
  const { limits } = parseInstructionLimits(writtenSetting(instructionsSetting));
  if (!limits.read || !vscode.workspace.isTrusted) return undefined;
  const found = new Map<string, InstructionFile>();
  for (const { folder, candidates } of candidatesOf(about)) {
    const file = await firstOf(candidates, folder);
    if (file) found.set(file.path, file);
  }
  return joinInstructions([...found.values()], limits.maxCharacters);
}

/** Tells the developer, once in a window, that instructions were cut. */
export function tellCutInstructions(
  instructions: ProjectInstructions | undefined,
  warnOnce: (message: string) => void,
): void {
  const message = instructions && describeCutInstructions(instructions);
  if (message !== undefined) warnOnce(message);
}

interface Place {
  readonly folder: vscode.Uri;
  /** Inside the folder; omitted for its root. */
  readonly path?: string;
}

function placesOf(about: readonly vscode.Uri[]): readonly Place[] {
  const inside = about.map(fileOf).flatMap((uri): Place[] => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return folder ? [{ folder: folder.uri, path: insidePath(uri) }] : [];
  });
  if (inside.length > 0) return inside;
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri: folder }) => ({ folder }));
}

/** Lists of candidates, of which the first that is there counts; files of one folder ask for the same once. */
function candidatesOf(about: readonly vscode.Uri[]) {
  const lists = placesOf(about).flatMap(({ folder, path }) =>
    instructionPlaces(path).map((candidates) => ({ folder, candidates })),
  );
  const keyOf = ({ folder, candidates }: (typeof lists)[number]) =>
    [folder.toString(), ...candidates].join('\n');
  return new Map(lists.map((each) => [keyOf(each), each])).values();
}

async function firstOf(
  candidates: readonly string[],
  folder: vscode.Uri,
): Promise<InstructionFile | undefined> {
  for (const candidate of candidates) {
    const uri = vscode.Uri.joinPath(folder, candidate);
    const text = await textOf(uri, folder);
    if (text !== undefined) return { path: shownPath(uri), text };
  }
  return undefined;
}

async function textOf(uri: vscode.Uri, folder: vscode.Uri): Promise<string | undefined> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0 || size > mostBytes) return undefined;
    if ((await leadsOut(uri, folder)) || (await isPrivateUri(uri))) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await vscode.workspace.fs.readFile(uri),
    );
  } catch {
    // There is no such file, or it is no text.
    return undefined;
  }
}
