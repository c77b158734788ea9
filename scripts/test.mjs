// npm test [stage] [arguments for vitest…]: runs every check, or one stage.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { main } from './main.mjs';
import { ensurePackage } from './package.mjs';
import { run } from './processes.mjs';
import { readTestReport, timesOf } from './testReport.mjs';
import { ensureTools, root } from './tools.mjs';

const results = join(root, 'test-results');
const typeProjects = ['tsconfig.json', 'src/routing/tsconfig.json', 'media/tsconfig.json'];
const count = { passed: 0, failed: 0 };

/** The rows run one after the other, up to the first that fails. The stages of a row run at the same time. */
const order = [['lint'], ['format'], ['types'], ['house'], ['package'], ['editor', 'unit']];

/**
 * @typedef {object} Output Where a stage writes to.
 * @property {import('node:child_process').StdioOptions} stdio
 * @property {(line: string) => void} print
 */

/** @type {Output} */
const terminal = { stdio: 'inherit', print: (line) => console.log(line) };

main(async () => {
  const [only, ...vitestArgs] = process.argv.slice(2);
  // The editor tests use the package, so this stage builds it first.
  const wanted = only === undefined ? order.flat() : only === 'editor' ? ['package', only] : [only];
  const stages = stagesFor(await ensureTools(), vitestArgs, wanted);
  if (only !== undefined && !(only in stages)) {
    throw new Error(`There is no stage "${only}". Stages: ${Object.keys(stages).join(', ')}`);
  }

  let isGood = true;
  for (const row of order) {
    const [shown, ...others] = row.filter((name) => wanted.includes(name));
    if (shown === undefined) continue;
    const running = [
      timed(shown, stages[shown], terminal),
      ...others.map((name) => logged(name, stages[name])),
    ];
    isGood = (await Promise.all(running)).every(Boolean);
    for (const name of others) process.stdout.write(readFileSync(logOf(name)));
    if (!isGood) break;
  }
  if (count.passed + count.failed > 0) {
    console.log(`${count.passed} passed, ${count.failed} failed`);
  }
  return isGood ? 0 : 1;
});

/**
 * @typedef {(output: Output) => Promise<boolean>} Stage Resolves to whether all is well.
 */

/**
 * @param {import('./tools.mjs').Tools} tools
 * @param {readonly string[]} vitestArgs
 * @param {readonly string[]} wanted
 * @returns {Record<string, Stage>}
 */
function stagesFor(tools, vitestArgs, wanted) {
  const command = async (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
    (await run(name, args, { cwd: root, env: tools.env })) === 0;
  // It comes over the network while the stages before it use the processor.
  const withEditor = wanted.includes('editor') ? ensureTools({ codeServer: true }) : undefined;
  withEditor?.catch(() => {});
  return {
    lint: () => command('oxlint'),
    format: () => command('oxfmt', '--check'),
    async types() {
      for (const project of typeProjects) {
        if (!(await command('tsc', '--project', project))) return false;
      }
      return true;
    },
    house: () => command('node', 'scripts/house.ts'),
    async package() {
      await ensurePackage(tools, { always: true });
      return true;
    },
    unit: (output) => vitest('unit', tools, vitestArgs, output),
    editor: async (output) => vitest('editor', (await withEditor) ?? tools, vitestArgs, output),
  };
}

/** @param {string} name */
const logOf = (name) => join(results, `${name}.log`);

/** Runs a stage with its output in a file, because two at once cannot share the terminal. @param {string} name @param {Stage | undefined} stage */
async function logged(name, stage) {
  mkdirSync(results, { recursive: true });
  const log = openSync(logOf(name), 'w');
  try {
    return await timed(name, stage, {
      stdio: ['ignore', log, log],
      print: (line) => void writeSync(log, `${line}\n`),
    });
  } finally {
    closeSync(log);
  }
}

/** @param {string} name @param {Stage | undefined} stage @param {Output} output */
async function timed(name, stage, output) {
  output.print(`\n── ${name}`);
  const started = Date.now();
  let passed = false;
  try {
    passed = (await stage?.(output)) ?? false;
  } catch (error) {
    output.print(error instanceof Error ? error.message : String(error));
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  output.print(`── ${name} ${passed ? 'passed' : 'FAILED'} in ${seconds} s`);
  return passed;
}

/**
 * Runs the tests of a kind and adds them to the count. Running no test counts as a failure.
 * @param {string} project The beginning of the names of its projects in vitest.config.ts.
 * @param {import('./tools.mjs').Tools} tools
 * @param {readonly string[]} args
 * @param {Output} output
 */
async function vitest(project, tools, args, { stdio, print }) {
  const report = join(results, `${project}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // Hundreds of processes load the same modules; the compile cache compiles them once.
  const env = { ...tools.env, NODE_COMPILE_CACHE: join(root, '.tools', 'compileCache') };
  const command = ['run', '--project', `${project}*`, ...reporters, ...args];
  const code = await run('vitest', command, { cwd: root, env, stdio });
  const outcome = readTestReport(report);
  const { passed, failed, quarantined, broken } = outcome;
  for (const line of timesOf(outcome, { everyFile: project === 'editor' })) print(line);
  for (const name of quarantined) print(`Failed in quarantine: ${name}`);
  const isBroken = passed + failed === 0 || (code !== 0 && failed + quarantined.length === 0);
  const extra = Math.max(broken.length, isBroken ? 1 : 0);
  count.passed += passed;
  count.failed += failed + extra;
  return failed + extra === 0;
}
