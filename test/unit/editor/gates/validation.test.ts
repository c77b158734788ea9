import { expect, test, vi } from 'vitest';

type Written = Partial<Record<'globalValue' | 'workspaceValue' | 'workspaceFolderValue', unknown>>;

const { settings } = vi.hoisted(() => ({ settings: new Map<string, Written>() }));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  workspace: {
    getConfiguration: () => ({
      inspect: (key: string) => ({ defaultValue: true, ...settings.get(key) }),
    }),
  },
}));

const { validationOff } = await import('../../../../src/editor/gates/validation.ts');
const { FakeUri } = await import('../../../support/fakeUri.ts');

function offFor(language: string, written: Readonly<Record<string, Written>>): string | undefined {
  settings.clear();
  for (const [key, values] of Object.entries(written)) settings.set(key, values);
  return validationOff(language, new FakeUri('/shop/cart.ts') as never);
}

test.each([
  ['typescript', 'typescript.validate.enable'],
  ['javascriptreact', 'javascript.validate.enable'],
  ['css', 'css.validate'],
  ['jsonc', 'json.validate.enable'],
  ['html', 'html.validate.scripts'],
])('%s is not checked where %s is false', (language, key) => {
  expect(offFor(language, {})).toBeUndefined();
  expect(offFor(language, { [key]: { globalValue: true } })).toBeUndefined();
  expect(offFor(language, { [key]: { globalValue: false } })).toBe(key);
  expect(offFor(language, { [key]: { globalValue: true, workspaceValue: false } })).toBe(key);
  expect(offFor(language, { [key]: { globalValue: false, workspaceFolderValue: true } })).toBe(
    undefined,
  );
});

test('the newer name of a setting counts before the older one', () => {
  const [newer, older] = ['js/ts.validate.enabled', 'typescript.validate.enable'];
  expect(offFor('typescript', { [newer]: { globalValue: false } })).toBe(newer);
  expect(
    offFor('typescript', { [newer]: { globalValue: true }, [older]: { globalValue: false } }),
  ).toBeUndefined();
});

test('a language without such a setting is left to its server', () => {
  expect(offFor('markdown', {})).toBeUndefined();
});
