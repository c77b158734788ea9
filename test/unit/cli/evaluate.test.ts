import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { runCli } from '../../support/commandLine.ts';
import { buildCli } from '../../support/builtCli.ts';
import { explainEvaluation, openEvaluationProject } from '../../support/evaluationProject.ts';

const built = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-program-')));
// Whole processes: a busy machine takes its time.
const mostMs = 60_000;
vi.setConfig({ testTimeout: mostMs });
let program: string;
let server: PracticeServer;
let project: ReturnType<typeof openEvaluationProject>;

beforeAll(async () => {
  program = await buildCli(built);
  server = await startPracticeServer({ pace: 0 });
}, mostMs);
afterAll(async () => {
  await server.close();
  rmSync(built, { recursive: true });
});
beforeEach(() => {
  server.reset();
  project = openEvaluationProject(program, server.url);
});
afterEach(() => project.dispose());

const evaluation = '.tierwise/evaluations/words.yaml';
const uses = (tier: string) =>
  `rules:\n  - { name: mine, when: { taskType: explain }, use: ${tier} }\n`;

test('a candidate is proven, and the policy uses it: 0, in all forms', async () => {
  project.write(evaluation, explainEvaluation());
  project.write('.tierwise/policy.yaml', uses('fast'));
  project.write('summary.md', 'An earlier step.\n');
  const { code, out, err } = await project.run(['--json', 'out/result.json', '--junit', 'j.xml'], {
    env: { GITHUB_STEP_SUMMARY: join(project.folder, 'summary.md') },
  });
  expect([code, err]).toEqual([0, expect.stringMatching(/^words: fast passes after \d+ fixtures/)]);
  expect(out).toContain(
    'pass  words: fast is the smallest that passes; the policy uses fast (practice Small).',
  );
  expect(out).toMatch(/practice \$0\.\d+\. These calls are not in the editor’s ledger\./);
  const result = JSON.parse(project.read('out/result.json')) as Record<string, never>;
  expect(result).toMatchObject({
    version: 1,
    exitCode: 0,
    totals: { calls: server.billing().length, spent: { real: 0 }, unknownCalls: 0 },
    evaluations: [
      {
        name: 'words',
        file: evaluation,
        end: 'proven',
        smallest: 'fast',
        policy: {
          leftOpen: 0,
          choices: [{ fixtures: 60, candidateId: 'fast', verdict: 'passes' }],
        },
        candidates: [
          { id: 'fast', verdict: 'passes', simulated: true },
          { id: 'balanced', verdict: 'untried' },
        ],
      },
    ],
  });
  const summary = project.read('summary.md');
  expect(summary).toMatch(/^An earlier step\.\n## Tierwise evaluations\n/);
  expect(summary).toContain('### ✅ words');
  expect(project.read('j.xml')).toContain(
    '<testsuite name="words: balanced" tests="60" failures="0"',
  );
  expect(project.read('.tierwise/evaluations/.results/.gitignore')).toBe('*\n');
});

test('none passes: 1, and nothing is asked on after that is proven', async () => {
  project.write(evaluation, explainEvaluation({ says: 'what no model says' }));
  const { code, out } = await project.run(['--junit', 'j.xml', '--summary', 's.md']);
  expect(code).toBe(1);
  expect(out).toContain('fail  words: No candidate passes.');
  expect(server.billing().length).toBeLessThan(60);
  const xml = project.read('j.xml');
  expect(xml).toMatch(/<failure type="contains" message="[^"]*what no model says/);
  expect(xml).toContain('<skipped message="The sequential test did not need it."/>');
  expect(project.read('s.md')).toMatch(/<details><summary>fast: \d+ fixtures fail<\/summary>/);
});

test('what the policy uses now is not among those that pass: 1, and it is named', async () => {
  project.write(evaluation, explainEvaluation({ says: '(practice-medium)' }));
  project.write('.tierwise/policy.yaml', uses('fast'));
  const { code, out } = await project.run(['--json', '-']);
  expect(code).toBe(1);
  const { evaluations } = JSON.parse(out) as { evaluations: [{ why: string }] };
  expect(evaluations[0].why).toBe(
    'balanced is the smallest that passes, but the policy uses fast (practice Small), which is not among those that pass: it misses the thresholds. Change the policy.',
  );
});

test('faulty files are 2, each with its line, and nothing is asked', async () => {
  const write = (name: string, text: string) =>
    project.write(`.tierwise/evaluations/${name}.yaml`, text);
  write('threshold', explainEvaluation().replace('minPassRate: 0.8', 'minPassRate: 8'));
  write('tier', explainEvaluation({ candidates: '[fats]' }));
  write('model', explainEvaluation({ candidates: '[practice-openai/practice-medium]' }));
  write('sound', explainEvaluation());
  const { code, out, err } = await project.run();
  expect([code, out]).toEqual([2, '']);
  expect(err.match(/^\.tierwise\/evaluations\/\w+\.yaml:\d+: /gm)).toEqual([
    '.tierwise/evaluations/model.yaml:3: ',
    '.tierwise/evaluations/threshold.yaml:2: ',
    '.tierwise/evaluations/tier.yaml:3: ',
  ]);
  expect(server.billing()).toEqual([]);
});

test.each([['--seed', 'x'], ['--json'], ['--check', '--estimate'], ['--max-usd', '0']])(
  'wrong usage is 2: %s %s',
  async (...args) => {
    expect((await runCli(['evaluate', ...args.filter(Boolean)])).code).toBe(2);
  },
);

test('faulty settings and outputs that cannot be written are 2, before anything is asked', async () => {
  project.write(evaluation, explainEvaluation());
  project.write('file', '');
  const unwritable = await project.run(['--junit', 'file/j.xml']);
  expect([unwritable.code, unwritable.err]).toEqual([
    2,
    expect.stringMatching(/^file\/j.xml cannot/),
  ]);
  project.write('settings.jsonc', '{\n  /* mine */\n\t"tierwise.maxOutputTokens": 1,\n}\n');
  const { code, err } = await project.run();
  expect([code, err]).toEqual([
    2,
    'settings.jsonc:3: tierwise.maxOutputTokens: Write a whole number of tokens, at least 256.\n',
  ]);
  expect(server.billing()).toEqual([]);
});

test('a cap that leaves it open is 3, and is never exceeded', async () => {
  project.write(evaluation, explainEvaluation());
  const capped = await project.run(['--max-calls', '3']);
  expect([capped.code, server.billing().length]).toEqual([3, 3]);
  expect(capped.out).toContain('open  words: The run reached its cap of calls');
  const poor = await project.run(['--max-usd', '0.000001']);
  expect([poor.code, server.billing().length]).toEqual([3, 3]);
});

test('too few fixtures are 3', async () => {
  project.write(evaluation, explainEvaluation({ fixtures: 4, minPassRate: 0.95 }));
  const { code, out } = await project.run();
  expect([code, out]).toEqual([3, expect.stringContaining('not enough fixtures')]);
});

test('an outage is 3, an error in JUnit and no failure of a candidate', async () => {
  project.write(evaluation, explainEvaluation({ fixtures: 12 }));
  server.addFaults(...Array.from({ length: 60 }, () => ({ kind: 'status', status: 401 }) as const));
  const { code, out } = await project.run(['--junit', 'j.xml']);
  expect([code, out]).toEqual([3, expect.stringContaining('could not be scored')]);
  expect(project.read('j.xml')).toMatch(/^<testsuites tests="24" failures="0" errors="[1-9]/m);
});

test('keys come from the environment, and no output shows one', async () => {
  const auth = await startPracticeServer({ pace: 0, keys: { compatible: 'sk-secret-1234' } });
  try {
    const practice = {
      wire: 'openaiCompatible',
      baseUrl: `${auth.url}/compatible/v1`,
      auth: 'bearer',
      simulated: true,
    };
    project.settings({
      'tierwise.providers': { 'my-own': practice },
      'tierwise.tiers': { fast: ['my-own/practice-small'] },
    });
    project.write(evaluation, explainEvaluation({ candidates: '[fast]', fixtures: 20 }));
    const without = await project.run();
    expect([without.code, auth.billing().length]).toEqual([3, 0]);
    const env = { TIERWISE_KEY_MY_OWN: 'sk-secret-1234' };
    const { code, out, err } = await project.run(['--json', 'r.json'], { env });
    expect([code, auth.billing().length > 0]).toEqual([0, true]);
    const wrong = await project.run(['--results', 'w', '--json', 'w.json'], {
      env: { TIERWISE_KEY_MY_OWN: 'sk-secret-5678' },
    });
    expect(wrong.code).toBe(3);
    const all = [out, err, wrong.out, wrong.err, project.read('r.json'), project.read('w.json')];
    expect(all.join('')).not.toMatch(/sk-secret/);
  } finally {
    await auth.close();
  }
});

test('--check and --estimate make no call, --only takes single fixtures', async () => {
  project.write(evaluation, explainEvaluation());
  const [checked, estimated] = await Promise.all([
    project.run(['--check']),
    project.run(['--estimate', '--json', 'e.json']),
  ]);
  expect(checked).toMatchObject({ code: 0, out: '1 evaluation with 60 fixtures: all sound.\n' });
  expect(estimated.code).toBe(0);
  expect(estimated.out).toMatch(/at most +120 tasks, practice \$\d/);
  expect(JSON.parse(project.read('e.json'))).toMatchObject({
    estimates: [{ estimate: { high: { calls: 120 } } }],
  });
  expect(server.billing()).toEqual([]);
  const only = await project.run(['--only', 'case 7', '--whole-grid', '--junit', 'j.xml']);
  expect([only.code, server.billing().length]).toEqual([3, 2]);
  expect(project.read('j.xml')).toMatch(/name="case 7"[^>]*\/>/);
});

test('commands run in a copy of the project, and only when that is allowed', async () => {
  const gateCommands = [{ name: 'check', argv: ['node', 'check.mjs'], taskTypes: ['debug'] }];
  project.settings({ 'tierwise.gateCommands': gateCommands });
  // It writes where it runs, and passes whatever the answer is.
  project.write('check.mjs', "import { writeFileSync } from 'node:fs'; writeFileSync('ran', '');");
  const parts = {
    fixtures: 6,
    candidates: '[fast]',
    minPassRate: 0.5,
    scorers: '[{ kind: gate, gate: command }, { kind: gate, gate: complete }]',
  };
  project.write(evaluation, explainEvaluation(parts).replace('explain', 'debug'));
  project.write('.tierwise/policy.yaml', uses('fast').replace('explain', 'debug'));
  const without = await project.run(['--junit', 'j.xml']);
  expect(without.code).toBe(3);
  expect(project.read('j.xml')).toContain('Commands run only with --allow-commands');
  // Another user of this machine may have taken any name in its temporary folder.
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-shared-')));
  onTestFinished(() => rmSync(temporary, { recursive: true }));
  writeFileSync(join(temporary, 'tierwise-copies'), 'of somebody else');
  const { code } = await project.run(['--allow-commands', '--junit', 'j.xml'], {
    env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  expect([code, existsSync(join(project.folder, 'ran'))]).toEqual([0, false]);
  expect(readdirSync(temporary)).toEqual(['tierwise-copies']);
});
