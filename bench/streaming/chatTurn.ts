import type { LanguageModelChatRequestMessage } from 'vscode';
import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import type { FallbackContext } from '../../src/execution/attempt/fallback.ts';
import { askedIn } from '../../src/routing/reading/asked.ts';
import { decideRequest, runRequest } from '../../src/execution/request.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { timedId } from '../../src/ledger/timedId.ts';
import { createProvider } from '../../src/providers/createProvider.ts';
import type { Conversation } from '../../src/routing/conversation.ts';
import type { Model, ModelReference } from '../../src/routing/models/model.ts';
import { toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import { modelWith, policyWith, readyProvider, situationWith } from '../../test/support/tasks.ts';
import { type BareMessage, type FirstText, paths, type StreamedWire } from './bareSdks.ts';
import { stubVscode } from './vscodeStub.ts';

export const model = 'small';

/** A conversation of so many characters, with the question last. */
export function conversationOf(characters: number): BareMessage[] {
  const turns = 10;
  const line = 'const total = lines.reduce((sum, { price, count }) => sum + price * count, 0);\n';
  const code = line.repeat(Math.ceil(characters / turns / line.length));
  const earlier = Array.from({ length: turns }, (_, index): BareMessage => {
    const role = index % 2 === 0 ? 'user' : 'assistant';
    return { role, content: code.slice(0, characters / turns) };
  });
  return [...earlier, { role: 'user', content: 'Say in one sentence what you are.' }];
}

/** A turn of the chat as the editor takes it, without the editor. */
export async function chatTurn(
  wire: StreamedWire,
  url: string,
  messages: readonly BareMessage[],
  ledger: Ledger,
): Promise<FirstText> {
  const { vscode, conversationFrom, chatTask } = await editorParts();
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  const said = messages.map(({ role, content }) => ({
    role: role === 'user' ? User : Assistant,
    content: [new vscode.LanguageModelTextPart(content)],
    name: undefined,
  })) satisfies LanguageModelChatRequestMessage[];
  const situation = situationOf(wire);
  const context = contextOf(wire, url, ledger);

  return async () => {
    const started = performance.now();
    let firstText: number | undefined;
    const conversation: Conversation = conversationFrom(said);
    const { words } = askedIn(conversation.messages).request;
    const task = chatTask({ type: 'explain', instruction: words }, conversation);
    const { decision } = decideRequest(task, situation);
    const { plan } = decision;
    if (plan.kind === 'refuse') throw new Error('The decision refused the call.');
    const events = runRequest(
      {
        task,
        decision,
        plan,
        asker: { requestId: timedId(), sessionId: 'bench', workspace: 'bench', subject: 'chat' },
        maxOutputTokens: 500,
        budgetGuard: {
          limits: () => [{ budgetId: 'all', capNanoUsd: 1e15, span: { fromMs: 0 } }],
          askToRaise: async () => false,
        },
        gates: () => Promise.reject(new Error('A direct plan has no gates.')),
      },
      context,
      new AbortController().signal,
    );
    for await (const event of events) {
      if (event.kind === 'text') firstText ??= performance.now() - started;
    }
    return firstText!;
  };
}

/** What of the editor a turn passes, loaded without VS Code. */
async function editorParts() {
  const restore = stubVscode();
  const vscode = await import('vscode');
  const { conversationFrom } = await import('../../src/editor/chat/messages.ts');
  const { chatTask } = await import('../../src/editor/tasks/chatTask.ts');
  restore();
  return { vscode, conversationFrom, chatTask };
}

function situationOf(wire: StreamedWire) {
  const reference: ModelReference = `${wire}/${model}`;
  const known: Model = modelWith(reference, {
    simulated: true,
    prices: [{ from: '2026-01-01', source: 'bench', input: 1e8, output: 5e8 }],
  });
  return situationWith({
    policy: policyWith({ tiers: toTiers({ fast: [reference] }), rules: [] }),
    catalog: new Map([[reference, known]]),
    providers: new Map([[wire, { ...readyProvider, simulated: true }]]),
  });
}

function contextOf(wire: StreamedWire, url: string, ledger: Ledger): FallbackContext {
  const config = { id: wire, name: wire, wire, discover: false, simulated: true } as const;
  const provider = createProvider({ ...config, baseUrl: url + paths[wire] }, () => 'key');
  const monotonic = () => performance.now();
  return {
    ledger,
    coolDowns: createCoolDowns(monotonic),
    provider: async () => provider,
    countTokens: async (text) => text.length,
    now: Date.now,
    monotonic,
    newId: timedId,
    report(bug) {
      throw bug;
    },
  };
}
