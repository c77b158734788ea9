import type { GitState } from '../../routing/classify/promptContext.ts';

/** The part that Tierwise reads of a repository in VS Code's git extension. */
export interface RepositoryState {
  readonly HEAD?: { readonly name?: string } | undefined;
  /** Files in conflict. */
  readonly mergeChanges: readonly unknown[];
  readonly indexChanges: readonly unknown[];
}

/** The state of a repository, as far as it hints at what the developer is about to do. */
export function gitStateOf({ HEAD, mergeChanges, indexChanges }: RepositoryState): GitState {
  const branch = HEAD?.name;
  return {
    conflict: mergeChanges.length > 0,
    staged: indexChanges.length > 0,
    ...(branch !== undefined && { branch }),
  };
}
