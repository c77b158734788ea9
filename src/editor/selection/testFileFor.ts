import { posix } from 'node:path';
import * as vscode from 'vscode';
import { insidePath } from '../platform/workspacePaths.ts';
import { isTestName, patternOf, placeOf, testNamesOf } from './testNames.ts';

/** Folders of what is installed or built. */
const madeFolders = ['node_modules', 'dist', 'out', 'build', 'coverage'];
const testFolders = ['test', 'tests', '__tests__'];

/** The test file of a source: itself if it has tests, an existing one, or a new one in the folder for tests. */
export async function testFileFor({
  uri: source,
  languageId,
}: Pick<vscode.TextDocument, 'uri' | 'languageId'>): Promise<vscode.Uri> {
  const fileName = posix.basename(source.path);
  if (isTestName(fileName)) return source;
  const names = testNamesOf(fileName, languageId);
  const [tests, namesakes] = await Promise.all([
    filesNamed(names, source),
    filesNamed([fileName], source),
  ]);
  const isAlone = namesakes.length < 2;
  const existing = tests.find((each) => isBeside(each, source)) ?? (isAlone ? tests[0] : undefined);
  return existing ?? vscode.Uri.joinPath(await testFolder(source, isAlone), names[0]!);
}

/** Whether a test stands where that of a source does: files of one name, such as `index.ts`, have one test each. */
function isBeside(test: vscode.Uri, source: vscode.Uri): boolean {
  return placeOf(insidePath(test)) === placeOf(insidePath(source));
}

/** The files of these names in the workspace folder of a file: another one's are not about it. */
async function filesNamed(names: readonly string[], source: vscode.Uri): Promise<vscode.Uri[]> {
  const folder = vscode.workspace.getWorkspaceFolder(source);
  const pattern = patternOf(names);
  const inSource = insidePath(source).split('/');
  const made = madeFolders.filter((each) => !inSource.includes(each));
  const found = await vscode.workspace.findFiles(
    folder ? new vscode.RelativePattern(folder, pattern) : pattern,
    `**/{${made.join(',')}}/**`,
  );
  return found
    .filter((each) => names.includes(posix.basename(each.path)))
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** The folder for a new test: below the folder for tests, where the source's place tells it from others of its name. */
async function testFolder(source: vscode.Uri, isAlone: boolean): Promise<vscode.Uri> {
  const beside = vscode.Uri.joinPath(source, '..');
  const root = vscode.workspace.getWorkspaceFolder(source)?.uri;
  if (!root) return beside;
  const entries = await vscode.workspace.fs.readDirectory(root);
  const folder = entries.find(
    ([name, type]) => type === vscode.FileType.Directory && testFolders.includes(name),
  );
  if (!folder) return beside;
  return vscode.Uri.joinPath(root, folder[0], isAlone ? '' : placeOf(insidePath(source)));
}
