import { beforeEach, expect, test, vi } from 'vitest';
import { offerRewrite } from '../../../../src/editor/renames/offerRewrite.ts';

const state = vi.hoisted(() => ({
  text: '',
  chosen: undefined as string | undefined,
  told: [] as string[],
  opened: 0,
}));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  window: {
    showInformationMessage: async (message: string, ...buttons: string[]) => {
      state.told.push(message, ...buttons);
      return state.chosen;
    },
  },
}));
vi.mock('../../../../src/editor/platform/settingsFile.ts', () => ({
  openSettingsFile: async () => {
    state.opened += 1;
    return { getText: () => state.text };
  },
  writeSettingsFile: async (_: unknown, text: string) => {
    state.text = text;
  },
}));

const found = ['p/a', 'p/b'].map((model) => ({
  setting: 'tierwise.models',
  path: [model, 'abilities'],
  message: '`abilities` is now called `capabilities`. The old name still counts.',
}));
const old = '{ "tierwise.models": { "p/a": { "abilities": {} }, "p/b": { "abilities": {} } } }';

beforeEach(() => {
  Object.assign(state, { text: old, chosen: undefined, told: [], opened: 0 });
});

test('the old name is told once, and nothing is opened or written without a click', async () => {
  await offerRewrite(found);
  expect(state.told).toEqual([
    'In your setting tierwise.models: `abilities` is now called `capabilities`. The old name still counts.',
    'Rewrite My Settings',
  ]);
  expect([state.opened, state.text]).toEqual([0, old]);
});

test('one click rewrites all of them', async () => {
  state.chosen = 'Rewrite My Settings';
  await offerRewrite(found);
  expect(state.text).toBe(old.replaceAll('abilities', 'capabilities'));
});

test('settings with an error are not written', async () => {
  Object.assign(state, { chosen: 'Rewrite My Settings', text: '{ "tierwise.models"' });
  await expect(offerRewrite(found)).rejects.toThrow('Your settings have an error.');
  expect(state.text).toBe('{ "tierwise.models"');
});
