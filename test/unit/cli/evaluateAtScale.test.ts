import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { root } from '../../../scripts/tools.mjs';
import { startPracticeServer } from '../../../demo/practiceServer/server.ts';
import { buildCli } from '../../support/builtCli.ts';
import {
  explainCases,
  explainEvaluation,
  explainHead,
  openEvaluationProject,
} from '../../support/evaluationProject.ts';

const built = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-program-')));
// A busy machine takes its time; what is waited for is waited for by what the server has seen.
const patience = { timeout: 60_000, interval: 10 };
const mostMs = 90_000;
let program: string;
beforeAll(async () => {
  program = await buildCli(built);
}, mostMs);
afterAll(() => rmSync(built, { recursive: true }));

const evaluation = '.tierwise/evaluations/words.yaml';

/** The older Node that a CI image may have; undefined where this machine has none. */
function olderNode(): string | undefined {
  const found = ['/usr/bin/node', '/usr/local/bin/node'].filter((path) => existsSync(path));
  return found.find((path) => {
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    return stdout.startsWith('v20.');
  });
}

async function openWorld(pace: number) {
  const server = await startPracticeServer({ pace });
  const project = openEvaluationProject(program, server.url);
  project.write(
    '.tierwise/policy.yaml',
    'rules:\n  - { when: { taskType: explain }, use: fast }\n',
  );
  return {
    server,
    project,
    billed: (count: number) =>
      vi.waitFor(() => expect(server.billing().length).toBeGreaterThanOrEqual(count), patience),
    /** The most calls that ran at a time, by what was written down of them. */
    mostAtOnce: () => {
      const path = join(project.folder, '.tierwise/evaluations/.results/ledger/calls.jsonl');
      const kinds = readFileSync(path, 'utf8').trimEnd().split('\n');
      let running = 0;
      return Math.max(
        ...kinds.map((line) => {
          const { kind } = JSON.parse(line) as { kind: string };
          running += kind === 'reserved' ? 1 : -1;
          return running;
        }),
      );
    },
    async close() {
      await server.close();
      project.dispose();
    },
  };
}

test(
  '500 fixtures, 8 at once, rate limits among them, in little memory',
  async () => {
    const world = await openWorld(0);
    try {
      const { server, project } = world;
      project.write(evaluation, `${explainHead({ candidates: '[fast]' })}fixtures: words.jsonl\n`);
      project.write('.tierwise/evaluations/words.jsonl', explainCases(500).join('\n'));
      const calm = { kind: 'slow', msPerChunk: 0 } as const;
      const busy = { kind: 'status', status: 429, retryAfterSeconds: 0 } as const;
      const weather = [60, 90, 150].flatMap((length) => [
        ...Array.from({ length }, () => calm),
        ...Array.from({ length: 8 }, () => busy),
      ]);
      server.addFaults(...weather);
      const { code, err } = await project.run(['--whole-grid', '--junit', 'j.xml'], {
        nodeOptions: ['--max-old-space-size=64'],
      });
      expect([code, err]).toEqual([
        0,
        expect.stringMatching(/^words: fast passes after \d+ fixtures\.\n$/),
      ]);
      expect(server.billing().filter(({ status }) => status === 'complete')).toHaveLength(500);
      expect(project.read('j.xml')).toContain('<testsuites tests="500" failures="0" errors="0">');
      expect(world.mostAtOnce()).toBe(8);
    } finally {
      await world.close();
    }
  },
  mostMs,
);

test(
  'interrupted: running calls end, and a resumed run pays for nothing twice',
  async () => {
    const world = await openWorld(0.5);
    try {
      const { server, project } = world;
      const args = ['--whole-grid', '--json', 'r.json'];
      project.write(evaluation, explainEvaluation({ fixtures: 64, candidates: '[fast]' }));
      const { child, ended } = project.start(args);
      await world.billed(12);
      child.kill('SIGINT');
      const { code, out, err } = await ended;
      await server.idle();
      expect([code, out]).toEqual([4, expect.stringContaining('stop  words: ')]);
      expect(err).toContain(
        'Go on with: tierwise evaluate --settings settings.jsonc --whole-grid --json r.json --resume',
      );
      const first = server.billing();
      expect(first.length).toBeLessThan(64);
      expect(first.filter(({ status }) => status !== 'complete')).toEqual([]);
      const interrupted = JSON.parse(project.read('r.json')) as {
        evaluations: [{ runId: string }];
      };
      const resumed = await project.run([...args, '--resume']);
      expect(resumed.code).toBe(0);
      expect(server.billing()).toHaveLength(64);
      expect(JSON.parse(project.read('r.json'))).toMatchObject({
        evaluations: [{ runId: interrupted.evaluations[0].runId, candidates: [{ scored: 64 }] }],
      });
    } finally {
      await world.close();
    }
  },
  mostMs,
);

test(
  'a second interruption cuts running calls off',
  async () => {
    const world = await openWorld(0);
    try {
      const { server, project } = world;
      server.addFaults(...Array.from({ length: 16 }, () => ({ kind: 'hang' }) as const));
      project.write(evaluation, explainEvaluation({ fixtures: 64, candidates: '[fast]' }));
      const { child, ended } = project.start([]);
      await vi.waitFor(() => expect(server.requests().length).toBe(8), patience);
      child.stderr.once('data', () => child.kill('SIGINT'));
      child.kill('SIGINT');
      expect((await ended).code).toBe(4);
    } finally {
      await world.close();
    }
  },
  mostMs,
);

const older = olderNode();
test.skipIf(older === undefined)(
  'the same on Node 20: gates, caps, interruptions and results (skipped without /usr/bin/node of version 20)',
  async () => {
    const world = await openWorld(0.2);
    try {
      const { server, project } = world;
      const scorers = '[{ kind: contains, all: [Practice] }, { kind: gate, gate: format }]';
      const parts = { fixtures: 40, candidates: '[fast]', scorers };
      project.write(evaluation, explainEvaluation(parts));
      const args = ['--whole-grid', '--junit', 'j.xml', '--json', 'r.json'];
      const { child, ended } = project.start(args, { node: older! });
      await world.billed(10);
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 4 });
      const resumed = await project.run([...args, '--resume'], { node: older! });
      expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining('fast passes') });
      expect(server.billing()).toHaveLength(40);
      // The gate syntax, with its grammar, and a truth that is known.
      for (const name of ['roundMoney.yaml', 'roundMoney.jsonl']) {
        const from = join(root, 'demo/workspace/.tierwise/evaluations', name);
        project.write(`money/${name}`, readFileSync(from, 'utf8'));
      }
      const fixes = 'rules:\n  - { when: { taskType: debug }, use: balanced }\n';
      project.write('.tierwise/policy.yaml', fixes);
      const { code, out } = await project.run(['money/roundMoney.yaml'], { node: older! });
      expect([code, out]).toEqual([
        0,
        expect.stringContaining('balanced is the smallest that passes; the policy uses balanced'),
      ]);
      expect(project.read('j.xml')).toContain('<testsuites tests="40" failures="0" errors="0">');
    } finally {
      await world.close();
    }
  },
  mostMs,
);
