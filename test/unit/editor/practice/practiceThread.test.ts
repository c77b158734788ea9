import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type PracticeThread,
  startPracticeThread,
} from '../../../../src/editor/practice/practiceThread.ts';
import { exampleCode, exampleLines } from '../../../../src/editor/practice/example.ts';
import { parseProviders } from '../../../../src/providers/parseProviders.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import { parseTiersSetting } from '../../../../src/routing/policy/parsePolicy.ts';

const workerUrl = new URL('../../../../demo/practiceServer/practiceWorker.ts', import.meta.url);
const typescript = createRequire(import.meta.url).resolve('typescript');

// One for all tests: the compiler and the tokenizer take a while to load.
let thread: PracticeThread;
beforeAll(async () => {
  thread = await startPracticeThread(workerUrl, { typescript });
}, 120_000);
afterAll(() => thread.stop());

function begun() {
  const { settings } = thread.started;
  const { providers } = parseProviders(settings['tierwise.providers']);
  const compatible = providers.find(({ id }) => id === 'practice-compatible')!;
  return { ...thread, providers, compatible };
}

function ask(baseUrl: string, key: string | undefined): Promise<Response> {
  return fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({
      model: 'practice-small',
      messages: [{ role: 'user', content: 'my secret plan' }],
    }),
  });
}

test('the settings that practice starts with are without a fault, and all labelled as practice', () => {
  const { started, providers } = begun();
  const { settings } = started;
  expect(parseProviders(settings['tierwise.providers']).problems).toEqual([]);
  const practice = providers.filter(({ id }) => id in settings['tierwise.providers']);
  expect(practice).toHaveLength(3);
  for (const { simulated, baseUrl } of practice) {
    expect(simulated).toBe(true);
    expect(new URL(baseUrl).hostname).toBe('127.0.0.1');
  }
  const models = parseModels(settings['tierwise.models'], {
    shipped: new Map(),
    today: '2026-11-30',
  });
  expect(models.problems).toEqual([]);
  const labels = [...models.models.values()].map(({ simulated }) => simulated);
  expect(labels).toEqual(Array(9).fill(true));
  const { problems, tiers } = parseTiersSetting(settings['tierwise.tiers']);
  expect(problems).toEqual([]);
  expect(Object.keys(tiers)).toEqual(['fast', 'balanced', 'reasoning']);
});

test('only who has the key of this start is answered', async () => {
  const { started, compatible } = begun();
  expect(await ask(compatible.baseUrl, started.key)).toMatchObject({ status: 200 });
  for (const key of [undefined, 'guessed', started.key.slice(1)]) {
    expect(await ask(compatible.baseUrl, key)).toMatchObject({ status: 401 });
  }
});

test('nobody can look at what was asked', async () => {
  const { started, compatible } = begun();
  await (await ask(compatible.baseUrl, started.key)).text();
  const { origin } = new URL(compatible.baseUrl);
  for (const path of ['/practice/requests', '/practice/billing']) {
    const answer = await fetch(`${origin}${path}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('secret');
  }
});

test('a thread that does not start says why', async () => {
  const nowhere = new URL('../../../../demo/practiceServer/nowhere.ts', import.meta.url);
  await expect(startPracticeThread(nowhere, { typescript })).rejects.toThrow('nowhere.ts');
});

test('the example selects the function in which something is wrong', () => {
  const { first, last } = exampleLines;
  const lines = exampleCode.split('\n').slice(first - 1, last);
  expect(lines[0]).toMatch(/^\/\*\* Takes books/);
  expect(lines.at(-1)).toBe('}');
  expect(lines.filter((line) => line.includes('export'))).toHaveLength(1);
});

// The last one: it ends the thread.
test('once it has stopped, nothing answers any more', async () => {
  const { started, compatible, stop, ended } = begun();
  await stop();
  await ended;
  await expect(ask(compatible.baseUrl, started.key)).rejects.toThrow('fetch failed');
});
