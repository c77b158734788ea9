import * as vscode from 'vscode';

// Models of VS Code whose answers come from a practice server, as those of a paid plan come from theirs.

interface Answer {
  readonly choices: readonly [
    {
      readonly message: {
        readonly content: string | null;
        readonly tool_calls?: readonly {
          readonly id: string;
          readonly function: { readonly name: string; readonly arguments: string };
        }[];
      };
    },
  ];
  readonly usage: object;
}

const models = ['practice-small', 'practice-medium', 'practice-large'].map((family) => ({
  id: family,
  name: family,
  family,
  version: '1',
  maxInputTokens: 200_000,
  maxOutputTokens: 16_000,
  capabilities: { toolCalling: true },
}));

const changed = new vscode.EventEmitter<void>();
vscode.workspace.onDidChangeConfiguration((event) => {
  if (event.affectsConfiguration('companion.practiceUrl')) changed.fire();
});

const practiceUrl = () =>
  vscode.workspace.getConfiguration('companion').get<string>('practiceUrl', '');

/** For the vendor `forwarded`; without an address in the setting `companion.practiceUrl` there are none. */
export const forwardedModels: vscode.LanguageModelChatProvider = {
  onDidChangeLanguageModelChatInformation: changed.event,
  provideLanguageModelChatInformation: () => (practiceUrl() === '' ? [] : models),
  async provideLanguageModelChatResponse({ id }, messages, { tools = [] }, progress) {
    const response = await fetch(`${practiceUrl()}/compatible/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: id,
        messages: messages.flatMap(messagesOf),
        ...(tools.length > 0 && { tools: tools.map(toolOf) }),
      }),
    });
    if (!response.ok) throw new Error(await response.text());
    const { choices, usage } = (await response.json()) as Answer;
    const { content, tool_calls: calls = [] } = choices[0].message;
    if (content) progress.report(new vscode.LanguageModelTextPart(content));
    for (const { id: callId, function: called } of calls) {
      const input = JSON.parse(called.arguments) as object;
      progress.report(new vscode.LanguageModelToolCallPart(callId, called.name, input));
    }
    const bytes = new TextEncoder().encode(JSON.stringify(usage));
    progress.report(new vscode.LanguageModelDataPart(bytes, 'usage'));
  },
  provideTokenCount: async (_, text) => Math.ceil(JSON.stringify(text).length / 4),
};

function messagesOf({ role, content }: vscode.LanguageModelChatRequestMessage): object[] {
  const isAssistant = role === vscode.LanguageModelChatMessageRole.Assistant;
  const text = textOf(content);
  const results = content
    .filter((part) => part instanceof vscode.LanguageModelToolResultPart)
    .map((part) => ({ role: 'tool', tool_call_id: part.callId, content: textOf(part.content) }));
  const calls = content
    .filter((part) => part instanceof vscode.LanguageModelToolCallPart)
    .map(({ callId, name, input }) => ({
      id: callId,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }));
  const own = {
    role: isAssistant ? 'assistant' : 'user',
    content: text,
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return text === '' && calls.length === 0 ? results : [...results, own];
}

function textOf(parts: readonly unknown[]): string {
  return parts
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
    .join('');
}

function toolOf({ name, description, inputSchema }: vscode.LanguageModelChatTool): object {
  return { type: 'function', function: { name, description, parameters: inputSchema } };
}
