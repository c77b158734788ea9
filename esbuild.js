import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundledPackages } from './scripts/bundledPackages.mjs';
import { withEnumWords } from './scripts/enumWords.ts';
import { settingsIn } from './scripts/settingsIn.mjs';
import { writeGrammars } from './scripts/grammars.mjs';
import { buildHost } from './scripts/hostBundle.mjs';
import { writeReference } from './scripts/reference/write.ts';
import { sbom } from './scripts/sbom.mjs';
import { compressedRanks, writeTokenRanks } from './scripts/tokenRanks.mjs';
import { thirdPartyNotices } from './scripts/thirdPartyNotices.mjs';
import { withoutEval } from './scripts/withoutEval.mjs';
import { evaluationSchema } from './src/evaluation/files/shapes.ts';
import { policyTestsSchema } from './src/evaluation/policyTests/parsePolicyTests.ts';
import { workflowSchema } from './src/execution/workflow/parse/fileSchema.ts';
import { experimentSchema } from './src/routing/experiments/parseExperiments.ts';
import { policySchema } from './src/routing/policy/parsePolicy.ts';
import { ruleSchema } from './src/routing/policy/ruleShapes.ts';
import { turnsSchema } from './src/routing/policy/parseTurns.ts';

const { values } = parseArgs({
  options: { production: { type: 'boolean' } },
});

const production = values.production === true;
const weights = 'shippedClassifier';

/**
 * The extension and the command line share one file of weights, which is a third of the package.
 * @type {import('esbuild').Plugin}
 */
const sharedWeights = {
  name: 'shared weights',
  setup({ onLoad, onResolve }) {
    const path = `./${weights}.js`;
    onLoad({ filter: /shippedClassifier\.json$/ }, () => ({
      contents: `export { default } from '${path}';`,
      loader: 'js',
    }));
    onResolve({ filter: /shippedClassifier\.js$/ }, () => ({ path, external: true }));
  },
};

/** The providers' SDKs, by the file that each is built into. */
const sdks = { openai: 'openaiSdk', '@anthropic-ai/sdk': 'anthropicSdk' };

/**
 * The extension and the command line share the SDKs, which load for the first call.
 * @type {import('esbuild').Plugin}
 */
const sharedSdks = {
  name: 'shared SDKs',
  setup({ onResolve }) {
    onResolve({ filter: /^(?:openai|@anthropic-ai\/sdk)$/ }, ({ path, kind }) =>
      kind === 'dynamic-import'
        ? { path: `./${sdks[/** @type {keyof typeof sdks} */ (path)]}.js`, external: true }
        : undefined,
    );
  },
};

const plugins = [withoutEval, sharedWeights, sharedSdks, compressedRanks];

// The main file of jsonc-parser is UMD, whose inner requires cannot be bundled.
const alias = { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  outdir: 'dist',
  alias,
  plugins,
};

/**
 * The practice models read code with the TypeScript that VS Code comes with, which would double the package.
 * @type {import('esbuild').Plugin}
 */
const editorTypescript = {
  name: 'TypeScript of the editor',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^typescript$/ }, ({ path }) => ({ path, namespace: 'editor' }));
    onLoad({ filter: /.*/, namespace: 'editor' }, () => ({
      contents: `import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
export default createRequire(import.meta.url)(workerData.typescript);`,
      loader: 'js',
    }));
  },
};

// Bundled CommonJS packages use require and __filename, which ES modules do not have.
const requireShim = `import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
const __filename = import.meta.filename;`;

/**
 * The extension's workers, in the folder of the extension itself, so that
 * `new URL('./ledgerWorker.js', import.meta.url)` works from any of its files.
 * @type {import('esbuild').BuildOptions}
 */
const workers = {
  ...common,
  entryPoints: [
    'src/ledger/ledgerWorker.ts',
    'src/execution/attempt/tokenWorker.ts',
    'src/execution/gates/gateWorker.ts',
    'src/evaluation/replay/replayWorker.ts',
    'demo/practiceServer/practiceWorker.ts',
  ],
  entryNames: '[name]',
  chunkNames: 'worker-[name]-[hash]',
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  plugins: [...plugins, editorTypescript],
  banner: { js: requireShim },
};

/**
 * The command line shares the worker of the text gates with the extension.
 * @type {import('esbuild').Plugin}
 */
const sharedGateWorker = {
  name: 'shared gate worker',
  setup({ onResolve }) {
    onResolve({ filter: /execution\/gates\/gateWorker\.ts$/ }, () => ({
      path: './gateWorker.js',
      external: true,
    }));
  },
};

/**
 * The command line, without vscode, which runs on the caller's own Node. What only `evaluate` needs is in files
 * of its own.
 * @type {import('esbuild').BuildOptions}
 */
const commandLine = {
  ...common,
  entryPoints: [
    { in: 'src/cli/main.ts', out: 'cli' },
    { in: 'src/cli/evaluate/cliGateWorker.ts', out: 'cliGateWorker' },
  ],
  chunkNames: 'cli-[name]-[hash]',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  plugins: [withoutEval, sharedWeights, sharedSdks, sharedGateWorker],
  banner: { js: `#!/usr/bin/env node\n${requireShim}` },
};

/** The SDKs, for the Node of the extension and that of the command line. @type {import('esbuild').BuildOptions} */
const sdkFiles = {
  ...common,
  entryPoints: Object.entries(sdks).map(([name, out]) => ({ in: name, out })),
  platform: 'node',
  target: 'node20',
  format: 'esm',
  plugins: [withoutEval],
  banner: { js: requireShim },
};

/** One script and one style sheet for each folder of media. @type {import('esbuild').BuildOptions} */
const webviews = {
  ...common,
  entryPoints: webviewEntries(),
  outdir: 'dist/media',
  platform: 'browser',
  target: 'chrome140',
  format: 'iife',
};

function webviewEntries() {
  const folders = readdirSync('media', { withFileTypes: true }).filter((it) => it.isDirectory());
  return folders.flatMap(({ name }) =>
    readdirSync(join('media', name))
      .filter((file) => file === 'main.ts' || file.endsWith('.css'))
      .map((file) => ({ in: join('media', name, file), out: name })),
  );
}

/** The settings editor completes rules by the manifest, whose schema follows the shapes in the code. */
function keepRulesInManifest() {
  const text = readFileSync('package.json', 'utf8');
  const manifest = JSON.parse(text);
  const settings = settingsIn(manifest);
  settings['tierwise.rules'].items = ruleSchema();
  settings['tierwise.experiments'].items = experimentSchema();
  Object.assign(settings['tierwise.turns'], turnsSchema());
  manifest.contributes.configuration = withEnumWords(manifest.contributes.configuration);
  const next = `${JSON.stringify(manifest, null, 2)}\n`;
  if (next !== text) writeFileSync('package.json', next);
}

function cleanDist() {
  mkdirSync('dist', { recursive: true });
  for (const file of readdirSync('dist')) {
    // Grammars and tokens do not depend on our code, and compressing them takes seconds.
    if (!file.endsWith('.vsix') && !file.endsWith('.br') && file !== 'grammars')
      rmSync(join('dist', file), { recursive: true });
  }
}

cleanDist();
writeGrammars('dist/grammars');
writeTokenRanks('dist');
mkdirSync('dist/schemas');
writeFileSync(
  `dist/${weights}.js`,
  `export default ${readFileSync(`src/routing/classify/${weights}.json`, 'utf8')};`,
);
keepRulesInManifest();
writeReference('.');
writeFileSync('dist/schemas/policy.json', JSON.stringify(policySchema(), null, 2));
writeFileSync('dist/schemas/policyTests.json', JSON.stringify(policyTestsSchema(), null, 2));
writeFileSync('dist/schemas/workflow.json', JSON.stringify(workflowSchema(), null, 2));
writeFileSync('dist/schemas/evaluation.json', JSON.stringify(evaluationSchema(), null, 2));
const [hostFiles, ...others] = await Promise.all([
  buildHost({ production, sdks, weights, alias }),
  ...[workers, commandLine, sdkFiles, webviews].map(
    async (options) => (await build(options)).metafile,
  ),
]);
writeFileSync('dist/meta.json', JSON.stringify(hostFiles));
const packages = bundledPackages([hostFiles, ...others].filter((each) => each !== undefined));
const [manifest, lock] = ['package.json', 'package-lock.json'].map((file) =>
  JSON.parse(readFileSync(file, 'utf8')),
);
writeFileSync('dist/ThirdPartyNotices.txt', thirdPartyNotices(packages));
writeFileSync('dist/sbom.cdx.json', JSON.stringify(sbom(packages, manifest, lock), null, 2));
