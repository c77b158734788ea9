import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';

/*
 * A file system that is not the disk, as that of a repository which is opened without a clone: `shelf:/shelf/a/b` is
 * `/a/b` on disk, and no path of it is one on disk.
 */

const root = '/shelf';
const onDisk = ({ path }: vscode.Uri): string => path.slice(root.length);

async function known<Result>(uri: vscode.Uri, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
}

const typeOf = (entry: { isDirectory(): boolean }): vscode.FileType =>
  entry.isDirectory() ? vscode.FileType.Directory : vscode.FileType.File;

const provider: vscode.FileSystemProvider = {
  onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
  watch: () => new vscode.Disposable(() => {}),
  async stat(uri) {
    const found = await known(uri, stat(onDisk(uri)));
    return { type: typeOf(found), ctime: found.ctimeMs, mtime: found.mtimeMs, size: found.size };
  },
  async readDirectory(uri) {
    const entries = await known(uri, readdir(onDisk(uri), { withFileTypes: true }));
    return entries.map((entry) => [entry.name, typeOf(entry)]);
  },
  async createDirectory(uri) {
    await mkdir(onDisk(uri), { recursive: true });
  },
  readFile: (uri) => known(uri, readFile(onDisk(uri))),
  writeFile: (uri, bytes) => known(uri, writeFile(onDisk(uri), bytes)),
  delete: (uri) => known(uri, rm(onDisk(uri), { recursive: true })),
  rename: (from, to) => known(from, rename(onDisk(from), onDisk(to))),
};

export function openShelf(): vscode.Disposable {
  return vscode.workspace.registerFileSystemProvider('shelf', provider, { isCaseSensitive: true });
}
