import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/tools.mjs';

/**
 * Builds the command line as the package has it into `dist` of a folder, with the worker and the grammar that
 * the gate syntax needs for TypeScript. Resolves to the path of the program.
 */
export async function buildCli(folder: string): Promise<string> {
  const dist = join(folder, 'dist');
  const common = {
    outdir: dist,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    banner: {
      js: `import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      const __filename = import.meta.filename;`,
    },
  } as const;
  await Promise.all([
    build({
      ...common,
      target: 'node20',
      entryPoints: [
        { in: join(root, 'src/cli/main.ts'), out: 'cli' },
        { in: join(root, 'src/cli/evaluate/cliGateWorker.ts'), out: 'cliGateWorker' },
      ],
      chunkNames: 'cli-[name]-[hash]',
      plugins: [
        {
          name: 'shared gate worker',
          setup({ onResolve }) {
            onResolve({ filter: /execution\/gates\/gateWorker\.ts$/ }, () => ({
              path: './gateWorker.js',
              external: true,
            }));
          },
        },
      ],
    }),
    build({
      ...common,
      target: 'node24',
      entryPoints: [{ in: join(root, 'src/execution/gates/gateWorker.ts'), out: 'gateWorker' }],
    }),
  ]);
  mkdirSync(join(dist, 'grammars'));
  for (const name of ['tree-sitter.wasm', 'tree-sitter-typescript.wasm']) {
    const from = join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm', name);
    copyFileSync(from, join(dist, 'grammars', name));
  }
  cpSync(join(root, 'workflows'), join(folder, 'workflows'), { recursive: true });
  // Without it, Node takes the files of `dist` for CommonJS.
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  return join(dist, 'cli.js');
}
