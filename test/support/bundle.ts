import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from '../../scripts/tools.mjs';

/** The built files that importing the extension loads at once, without its lazy parts. */
export function loadedAtStart(): string[] {
  const { outputs } = readMetafile();
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) load(path);
    }
  };
  load('dist/extension.js');
  return [...loaded];
}

/** The source files and packages inside the given built files. */
export function sourcesOf(files: readonly string[]): string[] {
  const { outputs } = readMetafile();
  return files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
}

function readMetafile(): Metafile {
  return JSON.parse(readFileSync(join(root, 'dist', 'meta.json'), 'utf8')) as Metafile;
}
