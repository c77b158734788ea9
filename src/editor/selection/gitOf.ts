import * as vscode from 'vscode';
import type { GitState } from '../../routing/classify/promptContext.ts';
import { gitStateOf, type RepositoryState } from './gitState.ts';

interface Repository {
  readonly state: RepositoryState;
}

/** What is used of the API, version 1, of VS Code's own git extension. */
interface GitExtension {
  getAPI(version: 1): {
    readonly repositories: readonly Repository[];
    getRepository(uri: vscode.Uri): Repository | null;
  };
}

/**
 * What git says of the repository that a file is in, or of the only one there is. Undefined where
 * there is none, or where VS Code's git extension is not running: it is never started for this.
 */
export function gitOf(uri: vscode.Uri | undefined): GitState | undefined {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension?.isActive) return undefined;
  try {
    const git = extension.exports.getAPI(1);
    const [only, ...others] = git.repositories;
    const repository = uri ? git.getRepository(uri) : others.length === 0 && only;
    return repository ? gitStateOf(repository.state) : undefined;
  } catch {
    // Git is switched off in the settings, or not installed.
    return undefined;
  }
}
