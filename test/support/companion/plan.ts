import * as vscode from 'vscode';

/*
 * A plan like Copilot's, where a test asks for it: a model under the vendor's name that reports its usage,
 * and a participant that does with a model's usage what VS Code's built-in chat does, which needs a
 * sign-in: it passes it on to the ring of the chat.
 */

const usage = {
  prompt_tokens: 3_000,
  completion_tokens: 300,
  total_tokens: 3_300,
  prompt_tokens_details: { cached_tokens: 2_000 },
};

const luna: vscode.LanguageModelChatInformation = {
  id: 'gpt-6-luna',
  name: 'GPT-6 Luna',
  family: 'gpt-6-luna',
  version: '1',
  maxInputTokens: 12_000,
  maxOutputTokens: 3_000,
  capabilities: {},
};

export function startPlan(): vscode.Disposable {
  const isWanted = vscode.workspace.getConfiguration('companion').get<boolean>('plan', false);
  if (!isWanted) return new vscode.Disposable(() => {});
  return vscode.Disposable.from(
    vscode.lm.registerLanguageModelChatProvider('copilot', {
      provideLanguageModelChatInformation: () => [luna],
      async provideLanguageModelChatResponse(_, messages, _options, progress) {
        const text = messages
          .flatMap(({ content }) => content)
          .map(textOf)
          .join('\n');
        progress.report(new vscode.LanguageModelTextPart(answerTo(text)));
        const data = new TextEncoder().encode(JSON.stringify(usage));
        progress.report(new vscode.LanguageModelDataPart(data, 'usage'));
      },
      provideTokenCount: async () => 1,
    }),
    vscode.chat.createChatParticipant('companion.reader', passOn),
  );
}

function textOf(part: unknown): string {
  return part instanceof vscode.LanguageModelTextPart ? part.value : '';
}

function answerTo(prompt: string): string {
  const target = /<target [^>]*>\n([^]*)\n<\/target>/.exec(prompt)?.[1];
  if (target === undefined) return 'The plan answers.';
  return ['```', '// From the plan.', target, '```'].join('\n');
}

/** The part of VS Code's proposed API for participants that sets the ring. */
interface WithUsage {
  usage(of: { readonly promptTokens: number; readonly completionTokens: number }): void;
}

const passOn: vscode.ChatRequestHandler = async (request, _, stream, token) => {
  const [model] = await vscode.lm.selectChatModels({ vendor: 'tierwise', family: 'fast' });
  const question = vscode.LanguageModelChatMessage.User(request.prompt);
  const answer = await model!.sendRequest([question], {}, token);
  for await (const part of answer.stream) {
    if (part instanceof vscode.LanguageModelTextPart) stream.markdown(part.value);
    if (!(part instanceof vscode.LanguageModelDataPart) || part.mimeType !== 'usage') continue;
    const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = JSON.parse(
      new TextDecoder().decode(part.data),
    ) as typeof usage;
    (stream as unknown as WithUsage).usage({ promptTokens, completionTokens });
  }
};
