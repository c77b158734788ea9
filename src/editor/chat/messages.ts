import * as vscode from 'vscode';
import type { Conversation, Image, Message, ToolCall } from '../../routing/conversation.ts';
import type { TurnStates } from './memory/turnStates.ts';

type Request = vscode.LanguageModelChatRequestMessage;

// VS Code has a third role that its stable API does not declare.
const systemRole = 3;

/** Converts what VS Code sends to a model into a conversation; `states` puts back what VS Code drops. */
export function conversationFrom(
  messages: readonly Request[],
  tools: readonly vscode.LanguageModelChatTool[] = [],
  states?: Pick<TurnStates, 'find'>,
): Conversation {
  const isSystem = ({ role }: Request) => Number(role) === systemRole;
  return {
    system: messages.filter(isSystem).map(textOf).join('\n\n'),
    messages: messages
      .filter((message) => !isSystem(message))
      .flatMap((message) => messagesOf(message, states)),
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: (inputSchema ?? { type: 'object', properties: {} }) as Record<string, unknown>,
    })),
  };
}

/** The text of a message. */
export function textOf({ content }: Request): string {
  return textOfParts(content);
}

// Results of tools become messages of their own, before the text of the same message.
function messagesOf(message: Request, states: Pick<TurnStates, 'find'> | undefined): Message[] {
  const text = textOf(message);
  if (message.role === vscode.LanguageModelChatMessageRole.Assistant) {
    const toolCalls = message.content.filter(isToolCall).map(toToolCall);
    if (text === '' && toolCalls.length === 0) return [];
    const state = states?.find({ text, toolCalls });
    return [
      {
        role: 'assistant',
        text,
        ...(toolCalls.length > 0 && { toolCalls }),
        ...(state && { state }),
      },
    ];
  }
  const results = message.content
    .filter((part) => part instanceof vscode.LanguageModelToolResultPart)
    .map(({ callId, content }): Message => ({ role: 'tool', callId, text: textOfParts(content) }));
  const images = imagesOf(message.content);
  if (text === '' && images.length === 0) return results;
  return [...results, { role: 'user', text, ...(images.length > 0 && { images }) }];
}

/** The images in a message, and those in the results of its tools. */
export function imagesOf(parts: readonly unknown[]): Image[] {
  return parts.flatMap((part) => {
    if (part instanceof vscode.LanguageModelToolResultPart) return imagesOf(part.content);
    const isImage =
      part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('image/');
    return isImage ? imageFrom(part.data, part.mimeType) : [];
  });
}

export function imageFrom(data: Uint8Array, mimeType: string): Image {
  return { mimeType, base64: Buffer.from(data).toString('base64') };
}

function isToolCall(part: unknown): part is vscode.LanguageModelToolCallPart {
  return part instanceof vscode.LanguageModelToolCallPart;
}

function toToolCall({ callId: id, name, input }: vscode.LanguageModelToolCallPart): ToolCall {
  return { id, name, argumentsJson: JSON.stringify(input) };
}

function textOfParts(parts: readonly unknown[]): string {
  return parts
    .map((part) => {
      if (part instanceof vscode.LanguageModelTextPart) return part.value;
      const isText =
        part instanceof vscode.LanguageModelDataPart && part.mimeType.startsWith('text/');
      return isText ? new TextDecoder().decode(part.data) : '';
    })
    .join('');
}
