/** A folder of installed packages, which git ignores and commands need. */
export interface DependencyFolder {
  readonly name: string;
  /** Entries that are copied where the others are linked: they look for the project next to themselves. */
  readonly copied?: readonly string[];
  /** Caches of tools. They are neither copied nor linked. */
  readonly leftOut?: readonly string[];
}

/**
 * Build output such as `target` is not one of these folders: it is large, and a build would write through
 * a link into the developer's own folder.
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

/**
 * Folders that hold what a tool can make again, keyed by what it was made from. They stay in a copy from
 * one run of a command to the next, so that not every run builds everything.
 */
export const keptBetweenRuns: ReadonlySet<string> = new Set([
  '.cache',
  '.gradle',
  '.mypy_cache',
  '.ruff_cache',
  '.turbo',
  '__pycache__',
  'target',
]);

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

/**
 * The most entries and bytes of packages that are copied whole, where the file system clones files and
 * where it does not. Chosen by measuring (`npm run bench copy`): copying costs about as much as linking.
 */
export const clonedLimits: CopyLimits = { files: 40_000, bytes: Infinity };
export const copiedLimits: CopyLimits = { files: 6_000, bytes: 128 * 1024 * 1024 };

/** Chosen by judgement. */
export const copyLimits: CopyLimits = { files: 30_000, bytes: 512 * 1024 * 1024 };
