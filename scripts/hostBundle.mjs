import { relative } from 'node:path';
import { rolldown } from 'rolldown';
import { withoutEvalIn } from './withoutEval.mjs';

/**
 * Bundles the extension into `dist`. All that it needs to start is in one file: each file more is read in a turn of
 * its own, and a hundred small ones would take a tenth of a second more. The rest loads when it is needed.
 * @param {object} options
 * @param {boolean} options.production
 * @param {Readonly<Record<string, string>>} options.sdks The names of the files that packages are built into by themselves.
 * @param {string} options.weights The name of the file with the classifier's weights.
 * @param {Record<string, string>} options.alias
 * @returns {Promise<import('esbuild').Metafile>} What is in each file, in esbuild's form.
 */
export async function buildHost({ production, sdks, weights, alias }) {
  const bundle = await rolldown({
    input: { extension: 'src/extension.ts' },
    platform: 'node',
    external: ['vscode', /^node:/],
    // What loads later takes what it shares from the file that started.
    preserveEntrySignatures: 'allow-extension',
    resolve: { alias },
    transform: { target: 'node24' },
    plugins: [apart(sdks, weights), withoutEval],
  });
  const { output } = await bundle.write({
    dir: 'dist',
    format: 'esm',
    minify: production,
    sourcemap: !production,
    comments: { legal: false },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: { groups: [{ name: 'start', test: /src[/\\]extension\.ts$/ }] },
  });
  await bundle.close();
  return metafileOf(output.filter((part) => part.type === 'chunk'));
}

/**
 * Leaves to other files what the command line shares with the extension.
 * @param {Readonly<Record<string, string>>} sdks
 * @param {string} weights
 * @returns {import('rolldown').Plugin}
 */
function apart(sdks, weights) {
  return {
    name: 'apart',
    resolveId(source, _, { kind }) {
      if (source === `./${weights}.js`) return { id: source, external: true };
      if (kind === 'dynamic-import' && Object.hasOwn(sdks, source)) {
        return { id: `./${sdks[source]}.js`, external: true };
      }
      return undefined;
    },
    load(id) {
      if (!id.endsWith(`/${weights}.json`)) return undefined;
      return { code: `export { default } from './${weights}.js';`, moduleType: 'js' };
    },
  };
}

/** @type {import('rolldown').Plugin} */
const withoutEval = {
  name: 'without eval',
  // Each line keeps its place.
  transform: (code, id) => ({ code: withoutEvalIn(code, id), map: null }),
};

/**
 * @param {readonly import('rolldown').OutputChunk[]} chunks
 * @returns {import('esbuild').Metafile}
 */
function metafileOf(chunks) {
  const outputs = Object.fromEntries(
    chunks.map((chunk) => [`dist/${chunk.fileName}`, outputOf(chunk)]),
  );
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    inputs: Object.fromEntries(
      inputs.map(([file, { bytesInOutput: bytes }]) => [file, { bytes, imports: [] }]),
    ),
    outputs,
  };
}

/**
 * @param {import('rolldown').OutputChunk} chunk
 * @returns {import('esbuild').Metafile['outputs'][string]}
 */
function outputOf({ code, imports, dynamicImports, modules, exports }) {
  return {
    bytes: Buffer.byteLength(code),
    inputs: Object.fromEntries(
      Object.entries(modules).map(([file, { renderedLength }]) => [
        relative('.', file),
        { bytesInOutput: renderedLength },
      ]),
    ),
    imports: [
      ...importsOf(imports, 'import-statement'),
      ...importsOf(dynamicImports, 'dynamic-import'),
    ],
    exports,
  };
}

/**
 * @param {readonly string[]} names
 * @param {import('esbuild').ImportKind} kind
 */
function importsOf(names, kind) {
  return names.map((name) => ({ path: `dist/${name}`, kind }));
}
