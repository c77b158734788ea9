/** A folder of installed packages: too large to copy, and not changed by a task. */
export interface DependencyFolder {
  readonly name: string;
  /** Entries that are copied, since they find the project from where they really lie. */
  readonly copied?: readonly string[];
  /** Entries that tools write into. A command makes its own. */
  readonly leftOut?: readonly string[];
}

/**
 * Build output such as `target` is not among them: a build writes into it, and through a link that
 * would be the developer's own.
 */
export const dependencyFolders: readonly DependencyFolder[] = [
  { name: 'node_modules', leftOut: ['.cache', '.vite', '.vite-temp', '.vitest', '.tmp'] },
  { name: 'bower_components' },
  { name: '.venv' },
  { name: 'venv' },
  // Composer's loader and programs look for the project next to their real place.
  { name: 'vendor', copied: ['composer', 'bin'] },
  { name: 'Pods' },
];

/** Left out where no git says what is ignored. */
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

export const copyLimits: CopyLimits = { files: 30_000, bytes: 512 * 1024 * 1024 };
