import type { Page } from 'playwright-core';
import type { PracticeServer } from '../../demo/practiceServer/server.ts';
import type { PracticeKeys } from '../../demo/practiceServer/state.ts';
import { statusBarItem } from '../../test/support/editorPage.ts';
import { titleButton } from '../../test/support/practiceVscode.ts';
import type { Vscode } from '../../test/support/vscode.ts';
import type { Person } from './person.ts';

export interface Scene {
  readonly vscode: Vscode;
  readonly practice: PracticeServer;
  readonly person: Person;
}

export interface Story {
  readonly name: string;
  /** The keys that the practice server asks for; undefined: none. */
  readonly keys?: PracticeKeys;
  /** The user's settings before Tierwise is set up. */
  readonly settings?: (practice: PracticeServer) => Record<string, unknown>;
  /** From nothing to code with the cursor in it and models that answer. */
  readonly begin: (scene: Scene) => Promise<void>;
}

export const stories: readonly Story[] = [
  { name: 'nothing configured', begin: startPractice },
  { name: 'a key', keys: { anthropic: 'good-key' }, begin: addKey },
  { name: 'an endpoint by preset', keys: { compatible: 'good-key' }, begin: addEndpoint },
  {
    name: 'a VS Code model',
    settings: ({ url }) => ({ 'companion.practiceUrl': url }),
    begin: addVscodeModels,
  },
];

const toast = (page: Page, text: string) => page.locator('.notification-toast', { hasText: text });
const button = (page: Page, label: string) =>
  page.locator('.notification-toast .monaco-button', { hasText: label }).first();
const question = (page: Page, title: string) =>
  page.locator('.quick-input-title', { hasText: title });

async function startPractice({ vscode: { page }, person }: Scene): Promise<void> {
  await person.step(
    'the walkthrough',
    () => person.runCommand('tierwise: get', 'Tierwise: Get Started'),
    page.getByText('See what is ready'),
  );
  await person.step(
    'practice models',
    () => person.click(page.getByText('Try with practice models').first()),
    toast(page, 'Practice models are running'),
  );
  await person.step(
    'the example',
    () => person.click(button(page, 'Open an Example')),
    page.locator('.view-line', { hasText: 'reserve' }),
  );
}

async function addKey(scene: Scene): Promise<void> {
  const { vscode, practice, person } = scene;
  // The provider's address is fixed, so what goes to it is sent to the practice server.
  await vscode.run((_, url) => {
    const real = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const wanted = input instanceof Request ? input.url : String(input);
      return real(wanted.replace('https://api.anthropic.com', `${url}/anthropic`), init);
    };
  }, practice.url);
  await person.step(
    'Add Provider',
    () => person.runCommand('tierwise: add', 'Tierwise: Add Provider'),
    question(vscode.page, 'Add Provider'),
  );
  await person.step(
    'the preset',
    () => person.chooseRow('anthr', 'Anthropic'),
    question(vscode.page, 'key for Anthropic'),
  );
  await giveKey(scene, 'Anthropic');
  await chooseTiers(scene);
  await applyAfterTest(scene);
  await openCode(scene);
}

async function addEndpoint(scene: Scene): Promise<void> {
  const { vscode, practice, person } = scene;
  await person.step(
    'Add Provider',
    () => person.runCommand('tierwise: add', 'Tierwise: Add Provider'),
    question(vscode.page, 'Add Provider'),
  );
  await person.step(
    'the preset',
    () => person.chooseRow('vllm', 'vLLM'),
    question(vscode.page, 'Add Provider: vLLM'),
  );
  await person.step(
    'the address',
    async () => {
      await person.press('ControlOrMeta+a');
      await person.paste(`${practice.url}/compatible/v1`);
      await person.press('Enter');
    },
    question(vscode.page, 'key for vLLM'),
  );
  await giveKey(scene, 'vLLM');
  await chooseTiers(scene);
  await applyAfterTest(scene);
  await openCode(scene);
}

async function addVscodeModels(scene: Scene): Promise<void> {
  const { vscode, person } = scene;
  await person.step(
    'Add Provider',
    () => person.runCommand('tierwise: add', 'Tierwise: Add Provider'),
    question(vscode.page, 'Add Provider'),
  );
  await person.step(
    'VS Code’s models',
    () => person.chooseRow('vs code', 'VS Code’s models'),
    question(vscode.page, 'in the tier fast'),
  );
  await chooseTiers(scene);
  await apply(scene);
  await openCode(scene);
}

async function giveKey({ vscode: { page }, person }: Scene, from: string): Promise<void> {
  await person.step(
    'the key',
    async () => {
      await person.paste('good-key');
      await person.press('Enter');
    },
    question(page, `${from} in the tier fast`),
  );
}

async function chooseTiers({ vscode: { page }, person }: Scene): Promise<void> {
  const models = { fast: 'small', balanced: 'medium', reasoning: 'large' };
  for (const [tier, model] of Object.entries(models)) {
    await question(page, `in the tier ${tier}`).waitFor();
    await person.step(
      `a model for ${tier}`,
      () => person.chooseRow(model, `practice-${model}`),
      // The next question, or the diff with its own.
      page.locator('.quick-input-widget:visible, .notification-toast'),
    );
  }
}

async function applyAfterTest(scene: Scene): Promise<void> {
  const { vscode, person } = scene;
  await person.step(
    'a test call',
    () => person.chooseRow('', 'Make one small test call'),
    toast(vscode.page, 'Nothing is written yet.'),
  );
  await apply(scene);
}

async function apply({ vscode: { page }, person }: Scene): Promise<void> {
  await toast(page, 'Nothing is written yet.').waitFor();
  await person.step(
    'apply',
    () => person.click(button(page, 'Apply')),
    page.locator('.notification-toast', { hasText: 'set up' }),
  );
}

async function openCode({ vscode: { page }, person }: Scene): Promise<void> {
  await person.step(
    'some code',
    async () => {
      await person.press('ControlOrMeta+p');
      await person.type('inventory.ts:9');
      await page
        .locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'inventory.ts' })
        .first()
        .waitFor();
      await person.press('Enter');
    },
    page.locator('.tab.active', { hasText: 'inventory.ts' }),
  );
}

/** From code to the first edit that was escalated and accepted, and to what it cost. */
export async function escalateAndAccept({ vscode: { page }, person }: Scene): Promise<void> {
  const tier = statusBarItem(page, 'tierwise.tier');
  await person.step(
    'pick fast',
    async () => {
      await person.click(tier.locator('a'));
      await person.chooseRow('fast', 'fast');
    },
    tier.filter({ hasText: 'fast' }),
  );
  await person.step(
    'Debug',
    () => person.runCommand('tierwise: deb', 'Tierwise: Debug'),
    titleButton(page, 'Accept Answer'),
  );
  // The toolbar follows its tab a moment later, and the answer is whole when nothing can be cancelled.
  const whole = `:has(.tab.active:has-text("balanced")):not(:has([aria-label^="Cancel"]))`;
  await person.step(
    'escalate',
    () => person.click(titleButton(page, 'Escalate One Tier')),
    page.locator(`.editor-group-container.active${whole} .editor-actions [aria-label^="Accept"]`),
  );
  await person.step(
    'accept',
    () => person.press('ControlOrMeta+Enter'),
    page.locator('.tab.active.dirty').filter({ hasNotText: 'Debug' }),
  );
  await person.step(
    'what it cost',
    () => person.click(page.locator('.activitybar .action-item [aria-label^="Tierwise"]').first()),
    page.locator('iframe.webview'),
  );
}
