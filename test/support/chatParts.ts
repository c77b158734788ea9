import { l10n } from './l10n.ts';

/*
 * The parts of messages as VS Code's API declares them, and two that it hands on without declaring: the role of
 * the system, and thinking (VS Code 1.125, extHostTypes.ts).
 */

class LanguageModelTextPart {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

class LanguageModelThinkingPart {
  readonly value: string | readonly string[];
  readonly id: string | undefined;
  readonly metadata: object | undefined;
  constructor(value: string | readonly string[], id?: string, metadata?: object) {
    this.value = value;
    this.id = id;
    this.metadata = metadata;
  }
}

class LanguageModelToolCallPart {
  readonly callId: string;
  readonly name: string;
  readonly input: object;
  constructor(callId: string, name: string, input: object) {
    this.callId = callId;
    this.name = name;
    this.input = input;
  }
}

class LanguageModelToolResultPart {
  readonly callId: string;
  readonly content: readonly unknown[];
  constructor(callId: string, content: readonly unknown[]) {
    this.callId = callId;
    this.content = content;
  }
}

class LanguageModelPromptTsxPart {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

class LanguageModelDataPart {
  readonly data: Uint8Array;
  readonly mimeType: string;
  constructor(data: Uint8Array, mimeType: string) {
    this.data = data;
    this.mimeType = mimeType;
  }
  static image(data: Uint8Array, mimeType: string): LanguageModelDataPart {
    return new LanguageModelDataPart(data, mimeType);
  }
  static text(value: string, mimeType = 'text/plain'): LanguageModelDataPart {
    return new LanguageModelDataPart(new TextEncoder().encode(value), mimeType);
  }
  static json(value: unknown, mimeType = 'application/json'): LanguageModelDataPart {
    return LanguageModelDataPart.text(JSON.stringify(value), mimeType);
  }
}

/** A message, for a model and from one. */
export class LanguageModelChatMessage {
  readonly role: number;
  readonly content: readonly unknown[];
  readonly name: string | undefined;
  constructor(role: number, content: string | readonly unknown[], name?: string) {
    this.role = role;
    this.content = typeof content === 'string' ? [new LanguageModelTextPart(content)] : content;
    this.name = name;
  }
  static User(content: string | readonly unknown[], name?: string): LanguageModelChatMessage {
    return new LanguageModelChatMessage(1, content, name);
  }
  static Assistant(content: string | readonly unknown[], name?: string): LanguageModelChatMessage {
    return new LanguageModelChatMessage(2, content, name);
  }
}

class LanguageModelError extends Error {
  readonly code = '';
}

class CancellationTokenSource {
  readonly token = {};
  readonly cancel = (): void => undefined;
  readonly dispose = (): void => undefined;
}

/** What a fake of `vscode` needs for chats with models. */
export const chatApi = {
  l10n,
  LanguageModelTextPart,
  LanguageModelThinkingPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  LanguageModelPromptTsxPart,
  LanguageModelDataPart,
  LanguageModelChatMessage,
  LanguageModelError,
  CancellationTokenSource,
  LanguageModelChatMessageRole: { User: 1, Assistant: 2 },
  LanguageModelChatToolMode: { Auto: 1, Required: 2 },
};
