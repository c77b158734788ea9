// npm test [stage] [arguments for vitest…]: runs every check, or one stage.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { main } from './main.mjs';
import { ensurePackage } from './package.mjs';
import { run } from './processes.mjs';
import { readTestReport, timesOf } from './testReport.mjs';
import { ensureTools, root } from './tools.mjs';

const results = join(root, 'test-results');
const typeProjects = ['tsconfig.json', 'src/routing/tsconfig.json', 'media/tsconfig.json'];
const count = { passed: 0, failed: 0 };

main(async () => {
  const [only, ...vitestArgs] = process.argv.slice(2);
  const stages = stagesFor(await ensureTools(), vitestArgs);
  if (only !== undefined && !(only in stages)) {
    throw new Error(`There is no stage "${only}". Stages: ${Object.keys(stages).join(', ')}`);
  }
  // The editor tests use the package, so this stage builds it first.
  const wanted = only === 'editor' ? ['package', 'editor'] : only ? [only] : Object.keys(stages);

  let failedStage;
  for (const [name, stage] of Object.entries(stages)) {
    if (!wanted.includes(name) || (await timed(name, stage))) continue;
    failedStage = name;
    break;
  }
  if (count.passed + count.failed > 0) {
    console.log(`${count.passed} passed, ${count.failed} failed`);
  }
  return failedStage ? 1 : 0;
});

/**
 * @param {import('./tools.mjs').Tools} tools
 * @param {readonly string[]} vitestArgs
 * @returns {Record<string, () => Promise<boolean>>}
 */
function stagesFor(tools, vitestArgs) {
  const command = async (/** @type {string} */ name, /** @type {string[]} */ ...args) =>
    (await run(name, args, { cwd: root, env: tools.env })) === 0;
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
    unit: () => vitest('unit', tools, vitestArgs),
    async editor() {
      return vitest('editor', await ensureTools({ codeServer: true }), vitestArgs);
    },
  };
}

/** @param {string} name @param {() => Promise<boolean>} stage */
async function timed(name, stage) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  let passed = false;
  try {
    passed = await stage();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`── ${name} ${passed ? 'passed' : 'FAILED'} in ${seconds} s`);
  return passed;
}

/**
 * Runs the tests of a kind and adds them to the count. Running no test counts as a failure.
 * @param {string} project The beginning of the names of its projects in vitest.config.ts.
 * @param {import('./tools.mjs').Tools} tools
 * @param {readonly string[]} args
 */
async function vitest(project, tools, args) {
  const report = join(results, `${project}.json`);
  mkdirSync(results, { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  // Hundreds of processes load the same modules; the compile cache compiles them once.
  const env = { ...tools.env, NODE_COMPILE_CACHE: join(root, '.tools', 'compileCache') };
  const command = ['run', '--project', `${project}*`, ...reporters, ...args];
  const code = await run('vitest', command, { cwd: root, env });
  const outcome = readTestReport(report);
  const { passed, failed, quarantined, broken } = outcome;
  for (const line of timesOf(outcome, { everyFile: project === 'editor' })) console.log(line);
  for (const name of quarantined) console.log(`Failed in quarantine: ${name}`);
  const isBroken = passed + failed === 0 || (code !== 0 && failed + quarantined.length === 0);
  const extra = Math.max(broken.length, isBroken ? 1 : 0);
  count.passed += passed;
  count.failed += failed + extra;
  return failed + extra === 0;
}
