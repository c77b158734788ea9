import * as vscode from 'vscode';
import { own } from '../../routing/input/objects.ts';

/** How a language names the test file of a source file: `name` and `extension` without the dot. */
const testNames: Readonly<Record<string, (name: string, extension: string) => string>> = {
  py: (name) => `test_${name}.py`,
  go: (name) => `${name}_test.go`,
  rb: (name) => `${name}_spec.rb`,
  java: (name) => `${name}Test.java`,
};
const testFolders = ['test', 'tests', '__tests__'];

/** The test file of a source file: the existing one, else a new one in the folder for tests. */
export async function testFileFor(source: vscode.Uri): Promise<vscode.Uri> {
  const fileName = source.path.slice(source.path.lastIndexOf('/') + 1);
  const dot = fileName.lastIndexOf('.');
  const [name, extension] = [fileName.slice(0, dot), fileName.slice(dot + 1)];
  const testName = own(testNames, extension)?.(name, extension) ?? `${name}.test.${extension}`;
  const folder = vscode.workspace.getWorkspaceFolder(source);
  const pattern = `**/{${testName},${name}.spec.${extension}}`;
  // Another folder of the workspace may have a test of the same name, for a file of its own.
  const [existing] = await vscode.workspace.findFiles(
    folder ? new vscode.RelativePattern(folder, pattern) : pattern,
    '**/node_modules/**',
    1,
  );
  return existing ?? vscode.Uri.joinPath(await testFolder(source), testName);
}

async function testFolder(source: vscode.Uri): Promise<vscode.Uri> {
  const beside = vscode.Uri.joinPath(source, '..');
  const root = vscode.workspace.getWorkspaceFolder(source)?.uri;
  if (!root) return beside;
  const entries = await vscode.workspace.fs.readDirectory(root);
  const folder = entries.find(
    ([name, type]) => type === vscode.FileType.Directory && testFolders.includes(name),
  );
  return folder ? vscode.Uri.joinPath(root, folder[0]) : beside;
}
