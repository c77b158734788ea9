import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';

/** All files of ours that a script loads at its start. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) [^;]*?from '(\.[^']+)';/gm,
  );
  for (const [, path] of imports) loadedBy(join(dirname(file), path!), seen);
  return seen;
}

// The commands of the README start on the Node that people have, which need not read TypeScript.
test.each(['start', 'test', 'bench', 'mutate', 'run', 'pack', 'installExtension'])(
  'scripts/%s.mjs loads no TypeScript on the Node that it is started with',
  (name) => {
    const loaded = [...loadedBy(join(root, 'scripts', `${name}.mjs`))];
    expect(loaded.length).toBeGreaterThan(1);
    const typed = loaded.map((file) => relative(root, file)).filter((file) => file.endsWith('.ts'));
    expect(typed).toEqual([]);
  },
);
