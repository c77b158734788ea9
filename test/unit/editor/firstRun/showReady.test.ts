import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { showReady } from '../../../../src/editor/firstRun/showReady.ts';
import type { ProseSource } from '../../../../src/editor/answers/prosePanels.ts';
import { builtInProviders } from '../../../../src/providers/providerConfig.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import { policyWith, readyProvider } from '../../../support/tasks.ts';

const question = vi.hoisted(() => vi.fn<(...given: unknown[]) => Promise<string | undefined>>());
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  window: { showInformationMessage: question },
}));
vi.mock('../../../../src/editor/situation/door.ts', () => ({
  openDiscovery: async () => ({ discoverModels: async () => ({ state: 'unavailable', why: '' }) }),
}));

const stored: unknown[] = [];
const shown: ProseSource[] = [];
const errors: unknown[] = [];

beforeEach(() => vi.stubEnv('ANTHROPIC_API_KEY', ' sk-of-the-shell '));
afterEach(() => {
  vi.unstubAllEnvs();
  for (const list of [stored, shown, errors]) list.length = 0;
  question.mockReset();
});

const noKey = { ...readyProvider, state: { state: 'noKey' } };
const parts = {
  providers: { all: async () => builtInProviders },
  situation: {
    withoutBudgets: async () => ({
      policy: policyWith({ tiers: toTiers({ fast: ['anthropic/a'] }) }),
      catalog: new Map(),
      providers: new Map([['anthropic', noKey]]),
      coolingDown: new Map(),
      today: '2026-11-29',
    }),
  },
  keys: { set: async (...given: unknown[]) => void stored.push(given) },
  prose: { show: (source: ProseSource) => void shown.push(source) },
  report: { show: (error: unknown) => void errors.push(error) },
} as unknown as Parameters<typeof showReady>[0];

function press(label: string): void {
  shown.at(-1)!.actions!()
    .find((action) => action.label === label)!
    .run();
}

test('a key of the environment is taken after a yes to a question that names the variable', async () => {
  await showReady(parts);
  expect(shown[0]!.markdown()).not.toContain('sk-of-the-shell');
  question.mockResolvedValueOnce('Use This Key');
  press('Use ANTHROPIC_API_KEY…');
  await expect.poll(() => shown).toHaveLength(2);
  expect(question.mock.calls[0]![0]).toBe('Use the key in ANTHROPIC_API_KEY for Anthropic?');
  expect(stored).toEqual([['anthropic', 'https://api.anthropic.com', 'sk-of-the-shell']]);
});

test('without a yes no key is taken', async () => {
  await showReady(parts);
  question.mockResolvedValueOnce(undefined);
  press('Use ANTHROPIC_API_KEY…');
  await expect.poll(() => question).toHaveBeenCalledTimes(1);
  await Promise.resolve();
  expect(stored).toEqual([]);
});

test('an empty variable is told, with the next step', async () => {
  await showReady(parts);
  vi.stubEnv('ANTHROPIC_API_KEY', ' ');
  question.mockResolvedValueOnce('Use This Key');
  press('Use ANTHROPIC_API_KEY…');
  await expect.poll(() => errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({
    message: 'ANTHROPIC_API_KEY is empty. Set a key yourself instead.',
    steps: [{ command: 'tierwise.setApiKey', argument: 'anthropic' }],
  });
  expect(stored).toEqual([]);
});
