import * as vscode from 'vscode';
import { wellFormed } from '../../providers/http/json.ts';
import { callInput } from '../../providers/turns/callInput.ts';
import {
  type Conversation,
  imagesIn,
  type Message,
  textOfConversation,
  type ToolCall,
} from '../../routing/conversation.ts';
import { withoutCutShortNote } from './cutShort.ts';
import { noPast, type Past, pastAfter, type TurnStates } from './memory/turnStates.ts';
import { shownIn } from './messageParts.ts';

type Request = vscode.LanguageModelChatRequestMessage;

// VS Code has a third role that its stable API does not declare.
const systemRole = 3;

/** Converts what VS Code sends to a model into a conversation; `states` puts back what VS Code drops. */
export function conversationFrom(
  written: readonly Request[],
  tools: readonly vscode.LanguageModelChatTool[] = [],
  states?: Pick<TurnStates, 'find'>,
): Conversation {
  const told = systemIn(written);
  const messages: Message[] = [];
  let past = noPast;
  for (const message of written.filter((each) => !told.includes(each))) {
    const isAnswer = message.role === vscode.LanguageModelChatMessageRole.Assistant;
    const said = isAnswer ? answerOf(message, past, states) : saidIn(message);
    messages.push(...said);
    if (states) past = said.reduce(pastAfter, past);
  }
  return {
    system: told.map(({ content }) => shownIn(content).text).join('\n\n'),
    messages,
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: (inputSchema ?? { type: 'object', properties: {} }) as Record<string, unknown>,
    })),
  };
}

/**
 * The messages that say what the model is. Other extensions cannot send one of the system's: Cline and Roo Code
 * send theirs as an answer before anything was asked.
 */
function systemIn(written: readonly Request[]): readonly Request[] {
  const system = written.filter(({ role }) => Number(role) === systemRole);
  const asked = written.findIndex(({ role }) => role === vscode.LanguageModelChatMessageRole.User);
  const isTold = system.length === 0 && !written.slice(0, asked).some(callsTool);
  return isTold ? written.slice(0, Math.max(0, asked)) : system;
}

function callsTool({ content }: Request): boolean {
  return content.some(isToolCall);
}

/** A message as a text that is as long as what a model reads of it, and its number of images. */
export function sizeOf(message: Request): { readonly text: string; readonly images: number } {
  const conversation = conversationFrom([message]);
  return {
    text: textOfConversation(conversation).trim(),
    images: imagesIn(conversation.messages).length,
  };
}

function answerOf(
  { content }: Request,
  past: Past,
  states: Pick<TurnStates, 'find'> | undefined,
): Message[] {
  const { text: shown, images } = shownIn(content);
  const text = withoutCutShortNote(shown);
  const toolCalls = content.filter(isToolCall).map(toToolCall);
  const state = states?.find({ text, toolCalls }, past);
  const answer: Message = {
    role: 'assistant',
    text,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(state && { state }),
  };
  // No server takes an image in an answer, so the user shows it.
  const shownAgain = images.map(({ mimeType, base64 }) => ({ mimeType, base64 }));
  return [
    ...(text === '' && toolCalls.length === 0 ? [] : [answer]),
    ...resultsIn(content),
    ...(images.length > 0 ? [{ role: 'user', text: '', images: shownAgain } as const] : []),
  ];
}

// Results of tools become messages of their own, before the text of the same message.
function saidIn({ content }: Request): Message[] {
  const results = resultsIn(content);
  const said = saying(content);
  return said.text === '' && !said.images ? results : [...results, { role: 'user', ...said }];
}

/** They belong to a message of the user; some extensions put them beside the calls. */
function resultsIn(content: readonly unknown[]): Message[] {
  return content
    .filter((part) => part instanceof vscode.LanguageModelToolResultPart)
    .map((part) => ({ role: 'tool', callId: part.callId, ...saying(part.content) }));
}

function saying(
  parts: readonly unknown[],
): Pick<Extract<Message, { role: 'user' }>, 'text' | 'images'> {
  const { text, images } = shownIn(parts);
  return { text, ...(images.length > 0 && { images }) };
}

function isToolCall(part: unknown): part is vscode.LanguageModelToolCallPart {
  return part instanceof vscode.LanguageModelToolCallPart;
}

function toToolCall({ callId: id, name, input }: vscode.LanguageModelToolCallPart): ToolCall {
  // Extensions that are not typed may leave the input out, or hand on its text.
  return { id, name, argumentsJson: callInput(wellFormed<unknown>(input)) };
}
