import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import type { Product } from './product.ts';

/*
 * The real code of the product, loaded so that it sees a simulated world: its clock, timers, disk and
 * threads come from the world, and nothing in it can read real time. The ledger's worker is loaded once for
 * each window, as it is in the editor.
 */

/** A mistake that is put into the product, to see that the simulator finds it. */
export interface Plant {
  readonly name: string;
  /** Below `src`. */
  readonly file: string;
  /** Each `find` is in the file once. */
  readonly edits: readonly { readonly find: string; readonly replace: string }[];
}

/** What code sees in place of the real clock, timers and modules. */
export interface Surroundings {
  readonly Date: unknown;
  readonly performance: { now(): number };
  readonly setInterval: unknown;
  readonly setTimeout: unknown;
  readonly clearTimeout: unknown;
  /** In place of the modules of Node.js that touch the world; the others are the real ones. */
  readonly modules: Readonly<Record<string, unknown>>;
}

export interface LoadedProduct {
  /** A fresh copy of the product's own part. */
  product(surroundings: Surroundings): Product;
  /** Starts one ledger worker. */
  ledgerWorker(surroundings: Surroundings): void;
}

type Compiled = (
  module: { exports: Record<string, unknown> },
  requireModule: (name: string) => unknown,
  ...globals: readonly unknown[]
) => void;

const root = join(import.meta.dirname, '..', '..');
const realRequire = createRequire(import.meta.url);
const globals = ['Date', 'performance', 'setInterval', 'setTimeout', 'clearTimeout'] as const;

export async function loadProduct(plant?: Plant): Promise<LoadedProduct> {
  const [main, worker] = await Promise.all([
    bundled('bench/simulate/product.ts', plant),
    bundled('src/ledger/ledgerWorker.ts', plant),
  ]);
  if (plant && !main.isPlanted && !worker.isPlanted) {
    throw new Error(`No simulated code holds ${plant.file}, where "${plant.name}" belongs.`);
  }
  return {
    product: (surroundings) => run(main.code, surroundings)['product'] as Product,
    ledgerWorker: (surroundings) => void run(worker.code, surroundings),
  };
}

function run(code: Compiled, surroundings: Surroundings): Record<string, unknown> {
  const module = { exports: {} };
  const { modules } = surroundings;
  const given = globals.map((name) => surroundings[name]);
  code(module, (name) => modules[name] ?? realRequire(name), ...given);
  return module.exports;
}

async function bundled(entry: string, plant: Plant | undefined) {
  let isPlanted = false;
  const planter: Plugin = {
    name: 'plant',
    setup(made) {
      if (!plant) return;
      made.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path !== fileOf(plant)) return undefined;
        isPlanted = true;
        return { contents: planted(plant), loader: 'ts' };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: ['vscode'],
    // Only files of workers that are never started are found by it.
    define: { 'import.meta.url': '""' },
    plugins: [planter],
    logLevel: 'error',
  });
  const names = ['module', 'require', ...globals];
  const code = compileFunction(outputFiles[0]!.text, names, { filename: entry }) as Compiled;
  return { code, isPlanted };
}

function fileOf({ file }: Plant): string {
  return join(root, 'src', file);
}

/** The text of the file with the mistake in it. Throws when the mistake's place is not there once. */
export function planted(plant: Plant): string {
  const { name, file, edits } = plant;
  return edits.reduce(
    (changed, { find, replace }) => {
      const pieces = changed.split(find);
      if (pieces.length === 2) return pieces.join(replace);
      throw new Error(`“${name}” wants one place in ${file}, and there are ${pieces.length - 1}.`);
    },
    readFileSync(fileOf(plant), 'utf8'),
  );
}
