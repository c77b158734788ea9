import { beforeEach, expect, test, vi } from 'vitest';
import { ServerWindows, type AskWindows } from '../../../../src/editor/situation/serverWindows.ts';
import type { ProviderConfig } from '../../../../src/providers/providerConfig.ts';
import type { ProviderState } from '../../../../src/routing/situation.ts';

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  EventEmitter: class {
    private readonly listeners: (() => void)[] = [];
    event = (listener: () => void) => this.listeners.push(listener);
    fire = () => this.listeners.forEach((listener) => listener());
    dispose = () => undefined;
  },
}));

const config: ProviderConfig = {
  id: 'local',
  name: 'Local',
  wire: 'openaiCompatible',
  baseUrl: 'http://127.0.0.1:1/v1',
  auth: 'none',
  discover: true,
  simulated: false,
};
const ready: ProviderState = { state: 'ready', models: new Set(['a']) };
const windowsOf = (contextTokens: number) => new Map([['a', { contextTokens }]]);

beforeEach(() => {
  vi.useFakeTimers();
  return () => void vi.useRealTimers();
});

/** Windows whose server answers when the test says so. */
function world() {
  const questions: PromiseWithResolvers<ReturnType<typeof windowsOf>>[] = [];
  const ask: AskWindows = () => {
    const question = Promise.withResolvers<ReturnType<typeof windowsOf>>();
    questions.push(question);
    return question.promise;
  };
  const windows = new ServerWindows(ask);
  let changes = 0;
  windows.onDidChange(() => (changes += 1));
  return { windows, questions, changes: () => changes };
}

test('the first decision waits a moment, and a late answer is there for the next', async () => {
  const { windows, questions, changes } = world();
  const first = windows.addTo(config, ready);
  await vi.advanceTimersByTimeAsync(150);
  expect(await first).toEqual(ready);
  questions[0]!.resolve(windowsOf(4_096));
  await vi.advanceTimersByTimeAsync(0);
  expect(changes()).toBe(1);
  expect(await windows.addTo(config, ready)).toEqual({ ...ready, windows: windowsOf(4_096) });
  expect(questions).toHaveLength(1);
});

test('an answer in time is used at once', async () => {
  const { windows, questions } = world();
  const first = windows.addTo(config, ready);
  questions[0]!.resolve(windowsOf(8_192));
  expect(await first).toMatchObject({ windows: windowsOf(8_192) });
});

test('what is known is renewed after half a minute, and nothing waits for it', async () => {
  const { windows, questions, changes } = world();
  const first = windows.addTo(config, ready);
  questions[0]!.resolve(windowsOf(4_096));
  await first;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await windows.addTo(config, ready)).toMatchObject({ windows: windowsOf(4_096) });
  expect(questions).toHaveLength(2);
  questions[1]!.resolve(windowsOf(4_096));
  await vi.advanceTimersByTimeAsync(0);
  expect(changes()).toBe(1);
});

test('what an earlier address answers is not kept', async () => {
  const { windows, questions } = world();
  void windows.addTo(config, ready);
  windows.forget();
  questions[0]!.resolve(windowsOf(4_096));
  await vi.advanceTimersByTimeAsync(150);
  expect(windows.withKnown('local', ready)).toEqual(ready);
});

test('a server that wants a key, or is not ready, is not asked', async () => {
  const { windows, questions } = world();
  await windows.addTo({ ...config, auth: 'bearer' }, ready);
  await windows.addTo(config, { state: 'unavailable', why: 'it is off' });
  expect(questions).toHaveLength(0);
});
