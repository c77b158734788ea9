import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ProjectCopyError } from '../../execution/sandbox/paths.ts';
import type { ProjectCopy } from '../../execution/sandbox/projectCopy.ts';

const patienceMs = 10_000;
/** VS Code's TypeScript extension shows what its server said 50 ms later. */
const shownAfterMs = 100;
const configNames = new Set(['tsconfig.json', 'jsconfig.json']);

/**
 * Has TypeScript's server let go of a copy that is about to be deleted, and takes what it said of it out
 * of the problems. The server keeps a project until a file of another one is opened, would complain
 * when its files go, and takes nothing back that it has said of a configuration.
 */
export async function releaseProject(project: ProjectCopy): Promise<void> {
  const beside = dirname(project.folder);
  await openedForMoment(beside, 'tierwiseFirst.ts');
  await setTimeout(shownAfterMs);
  const told = filesWithProblems(project.folder);
  if (told.length === 0) return;
  for (const path of told) {
    if (configNames.has(basename(path))) await clearConfig(project, path);
    else await askAbout(vscode.Uri.file(join(project.folder, path)));
  }
  await openedForMoment(beside, 'tierwiseLast.ts');
}

/**
 * Whoever opens a file that is not part of the project beside it is told again what is wrong with its
 * configuration: here, nothing.
 */
async function clearConfig(project: ProjectCopy, path: string): Promise<void> {
  const inFolder = (name: string) => path.slice(0, -basename(path).length) + name;
  const [part, other] = ['tierwisePart.ts', 'tierwiseOther.ts'];
  try {
    await project.write(inFolder(part), '');
    await project.write(inFolder(other), '');
    await project.write(path, JSON.stringify({ files: [part] }));
  } catch (thrown) {
    // It lies in a linked package, which is not ours to write.
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

/** Opens a file for the server without a tab, and closes it when the server has answered a question. */
async function askAbout(uri: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  // Of the questions that only the server that knows the project answers.
  const answered = vscode.commands.executeCommand(
    'vscode.executeTypeDefinitionProvider',
    uri,
    new vscode.Position(0, 0),
  );
  await Promise.race([answered, setTimeout(patienceMs, undefined, { ref: false })]);
  // It is open until VS Code forgets it; the server closes what is none of its languages any more.
  await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
}

/** Paths in a folder, with forward slashes, of which something is said in the Problems panel. */
function filesWithProblems(folder: string): string[] {
  const inside = `${vscode.Uri.file(folder).path}/`;
  return vscode.languages
    .getDiagnostics()
    .filter(([uri, problems]) => problems.length > 0 && uri.path.startsWith(inside))
    .map(([uri]) => uri.path.slice(inside.length));
}
