import * as vscode from 'vscode';
import type { GitState } from '../../routing/classify/promptContext.ts';
import { fileOf } from '../platform/notebookCells.ts';
import { gitStateOf, type RepositoryState } from './gitState.ts';

interface Repository {
  readonly state: RepositoryState;
}

/** The part that Tierwise uses of version 1 of the API of VS Code's git extension. */
interface GitExtension {
  getAPI(version: 1): {
    readonly repositories: readonly Repository[];
    getRepository(uri: vscode.Uri): Repository | null;
  };
}

/**
 * The git state of the repository that contains a file; without a file, of the only repository.
 * Undefined when there is none, or while VS Code's git extension is not running: it is not started.
 */
export function gitOf(uri: vscode.Uri | undefined): GitState | undefined {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension?.isActive) return undefined;
  try {
    const git = extension.exports.getAPI(1);
    const [only, ...others] = git.repositories;
    const repository = uri ? git.getRepository(fileOf(uri)) : others.length === 0 && only;
    return repository ? gitStateOf(repository.state) : undefined;
  } catch {
    // Git is switched off in the settings, or not installed.
    return undefined;
  }
}
