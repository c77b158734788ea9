import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ProjectCopyError } from '../../execution/sandbox/paths.ts';
import type { ProjectCopy } from '../../execution/sandbox/projectCopy.ts';

/** How long TypeScript's server may take to answer. Chosen by judgement. */
const patienceMs = 10_000;
/** VS Code's TypeScript extension shows its server's reports after 50 ms; this is twice that. */
const shownAfterMs = 100;
const configNames = new Set(['tsconfig.json', 'jsconfig.json']);

/**
 * Makes TypeScript's server close a copy that is about to be deleted, and removes the copy's entries
 * from the Problems panel. By itself the server keeps a project open until a file of another project is
 * opened, reports errors when the files vanish, and never withdraws its errors about a configuration.
 */
export async function releaseProject(project: ProjectCopy): Promise<void> {
  const beside = dirname(project.root);
  await openedForMoment(beside, 'tierwiseFirst.ts');
  await setTimeout(shownAfterMs);
  const reported = filesWithProblems(project.folder);
  if (reported.length === 0) return;
  for (const path of reported) {
    if (configNames.has(basename(path))) await clearConfig(project, path);
    else await clearFile(project, path);
  }
  await openedForMoment(beside, 'tierwiseLast.ts');
}

/** Removes the errors about a file. A file that an answer made is gone from the copy, its errors perhaps not yet. */
async function clearFile(project: ProjectCopy, path: string): Promise<void> {
  const file = join(project.folder, path);
  if (!existsSync(file)) await project.write(path, '');
  await askAbout(vscode.Uri.file(file));
}

/**
 * Removes the errors about a configuration. When a file next to it is opened that is not part of the
 * project, the server reports the errors of the configuration again: after this change, none.
 */
async function clearConfig(project: ProjectCopy, path: string): Promise<void> {
  const inFolder = (name: string) => path.slice(0, -basename(path).length) + name;
  const [part, other] = ['tierwisePart.ts', 'tierwiseOther.ts'];
  try {
    await project.write(inFolder(part), '');
    await project.write(inFolder(other), '');
    await project.write(path, JSON.stringify({ files: [part] }));
  } catch (thrown) {
    // The configuration belongs to a linked package outside the copy, which must not be changed.
    if (thrown instanceof ProjectCopyError) return;
    throw thrown;
  }
  await askAbout(vscode.Uri.file(join(project.folder, inFolder(other))));
}

async function openedForMoment(folder: string, name: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, '');
  await askAbout(vscode.Uri.file(file));
}

/** Opens a file for the server without a tab, and closes it once the server has answered. */
async function askAbout(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  // Only the server that holds the project answers this kind of question.
  const answered = vscode.commands.executeCommand(
    'vscode.executeTypeDefinitionProvider',
    uri,
    new vscode.Position(0, 0),
  );
  await Promise.race([answered, setTimeout(patienceMs, undefined, { ref: false })]);
  // VS Code keeps the document open for a while; in another language, the server closes it at once.
  await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
}

/** The paths in a folder, with forward slashes, that have entries in the Problems panel. */
function filesWithProblems(folder: string): string[] {
  const inside = `${vscode.Uri.file(folder).path}/`;
  return vscode.languages
    .getDiagnostics()
    .filter(([uri, problems]) => problems.length > 0 && uri.path.startsWith(inside))
    .map(([uri]) => uri.path.slice(inside.length));
}
