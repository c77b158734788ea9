/** A folder of installed packages: too large to copy, and not changed by a task. */
export interface DependencyFolder {
  readonly name: string;
  /** Entries that are copied, because they look for the project next to their real path. */
  readonly copied?: readonly string[];
  /** Entries that tools write into, such as caches. They are neither copied nor linked. */
  readonly leftOut?: readonly string[];
}

/**
 * The folders that are linked. Build output such as `target` is not one of them: a build would write
 * through the link into the developer's own folder.
 */
export const dependencyFolders: readonly DependencyFolder[] = [
  { name: 'node_modules', leftOut: ['.cache', '.vite', '.vite-temp', '.vitest', '.tmp'] },
  { name: 'bower_components' },
  { name: '.venv' },
  { name: 'venv' },
  // Composer's loader and programs look for the project next to their real path.
  { name: 'vendor', copied: ['composer', 'bin'] },
  { name: 'Pods' },
];

/** Folders that are skipped when git cannot say what is ignored. */
export const neverCopied: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  '.cache',
  '.gradle',
  '.mypy_cache',
  '.next',
  '.nuxt',
  '.nyc_output',
  '.parcel-cache',
  '.pytest_cache',
  '.ruff_cache',
  '.svelte-kit',
  '.terraform',
  '.tox',
  '.turbo',
  '__pycache__',
  'coverage',
  'target',
]);

export interface CopyLimits {
  readonly files: number;
  readonly bytes: number;
}

/** Chosen by judgement. */
export const copyLimits: CopyLimits = { files: 30_000, bytes: 512 * 1024 * 1024 };
