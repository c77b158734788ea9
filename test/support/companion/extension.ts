import * as vscode from 'vscode';
import { type Loop, playLoop } from './agentLoop.ts';
import { startDriver } from './driver.ts';
import { forwardedModels } from './forwarded.ts';
import { startPlan } from './plan.ts';
import { openShelf } from './shelf.ts';

// An extension that offers models to VS Code, as the extension of a paid plan does.

type Respond = (
  prompt: string,
  say: (text: string) => void,
  token: vscode.CancellationToken,
) => Promise<void>;

let calls = 0;
let cancelled = 0;

const models: Readonly<Record<string, Respond>> = {
  /** Puts a line above the target. */
  async quick(prompt, say) {
    for (const line of editOf(prompt)) say(`${line}\n`);
  },
  /** Starts the same answer but never ends, not even when cancelled. */
  async deep(prompt, say, token) {
    for (const line of editOf(prompt).slice(0, 2)) say(`${line}\n`);
    token.onCancellationRequested(() => {
      cancelled += 1;
      tell();
    });
    await new Promise(() => {});
  },
  async broken() {
    throw vscode.LanguageModelError.Blocked('The quota of this month is used up.');
  },
  /** Fails as if the developer had denied access when VS Code asked. */
  async forbidden() {
    throw vscode.LanguageModelError.NoPermissions('You have not allowed it');
  },
  async crashing() {
    throw new Error('The companion fell over.');
  },
};

function editOf(prompt: string): string[] {
  const target = /<target [^>]*>\n([^]*)\n<\/target>/.exec(prompt)?.[1] ?? '';
  return ['```', '// From the companion.', ...target.split('\n'), '```'];
}

const state = vscode.window.createStatusBarItem('companion.state');

/** Shows in the status bar what has happened, for a test to read. */
function tell(): void {
  state.text = `companion: ${calls} calls, ${cancelled} cancelled`;
  state.show();
}

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  tell();
  subscriptions.push(
    startDriver(),
    startPlan(),
    openShelf(),
    state,
    vscode.lm.registerLanguageModelChatProvider('companion', providerOf(models)),
    vscode.lm.registerLanguageModelChatProvider('forwarded', forwardedModels),
    vscode.commands.registerCommand('companion.ask', () => tellHeard(callTool)),
    vscode.commands.registerCommand('companion.playLoop', (loop: Loop) => playLoop(loop)),
    vscode.commands.registerCommand('companion.showPicture', () => tellHeard(showPicture)),
  );
}

const tool = {
  name: 'lookUp',
  description: 'Looks a word up.',
  inputSchema: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
};

/** Shows in the status bar what one of Tierwise's models answered, or why it failed. */
async function tellHeard(ask: () => Promise<readonly unknown[]>): Promise<void> {
  const heard = vscode.window.createStatusBarItem('companion.heard');
  heard.text = 'companion hears nothing';
  heard.show();
  try {
    const words = (await ask()).map((part) =>
      part instanceof vscode.LanguageModelTextPart ? part.value : '',
    );
    heard.text = `companion heard: ${words.join('')}`;
  } catch (error) {
    heard.text = `companion heard: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Asks a model as any extension can, and runs the tool that the model calls. */
async function callTool(): Promise<unknown[]> {
  const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', family: 'fast' });
  const question = vscode.LanguageModelChatMessage.User('Please call lookUp {"word":"cart"}');
  const [call] = await partsOf(model!, [question], [tool]);
  if (!(call instanceof vscode.LanguageModelToolCallPart)) throw new Error('no tool was called');
  const { word } = call.input as { word: string };
  const result = new vscode.LanguageModelToolResultPart(call.callId, [
    new vscode.LanguageModelTextPart(`a ${word} holds goods`),
  ]);
  const soFar = [question, vscode.LanguageModelChatMessage.Assistant([call])];
  return partsOf(model!, [...soFar, vscode.LanguageModelChatMessage.User([result])], [tool]);
}

/** A valid PNG, because VS Code inspects images before it passes them on. */
const redDot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

async function showPicture(): Promise<unknown[]> {
  const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', family: 'reasoning' });
  const question = vscode.LanguageModelChatMessage.User([
    new vscode.LanguageModelTextPart('What does this picture show?'),
    vscode.LanguageModelDataPart.image(redDot, 'image/png'),
  ]);
  return partsOf(model!, [question]);
}

async function partsOf(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
  tools: vscode.LanguageModelChatTool[] = [],
): Promise<unknown[]> {
  const { stream } = await model.sendRequest(messages, { tools });
  const parts: unknown[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

function providerOf(models: Readonly<Record<string, Respond>>): vscode.LanguageModelChatProvider {
  return {
    provideLanguageModelChatInformation: () => Object.keys(models).map(information),
    async provideLanguageModelChatResponse({ id }, messages, _, progress, token) {
      calls += 1;
      tell();
      const say = (text: string) => progress.report(new vscode.LanguageModelTextPart(text));
      await models[id]!(messages.map(textOf).join('\n'), say, token);
    },
    provideTokenCount: async (_, text) =>
      Math.ceil((typeof text === 'string' ? text : textOf(text)).length / 4),
  };
}

function information(family: string): vscode.LanguageModelChatInformation {
  return {
    id: family,
    name: family,
    family,
    version: '1',
    maxInputTokens: 100_000,
    maxOutputTokens: 16_000,
    capabilities: {},
  };
}

function textOf({ content }: vscode.LanguageModelChatRequestMessage): string {
  return content
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
    .join('');
}
