import * as vscode from 'vscode';
import type { Message } from '../../routing/conversation.ts';
import type { SeenFile, Stay } from '../../routing/stay.ts';
import { type TaskType, taskTypes } from '../../routing/task.ts';
import { defaultInstructions } from '../../routing/taskTypes.ts';
import { costCommand, escalateCommand, whyCommand } from '../platform/contributed.ts';
import { isAnswered } from './answered.ts';
import { referencedFiles } from './attachments.ts';

export type ChatHistory = readonly (vscode.ChatRequestTurn | vscode.ChatResponseTurn)[];

/** The turns in which a model was asked: what Tierwise itself says of costs and decisions goes to no model. */
export function spokenTurns(history: ChatHistory): ChatHistory {
  return history.filter(({ command }) => command !== whyCommand && command !== costCommand);
}

/** The earlier turns as a model gets them. */
export function earlierMessages(history: ChatHistory): Message[] {
  return history.flatMap(messagesOf);
}

/** The task types that the developer named in earlier turns. */
export function earlierTypes(history: ChatHistory): TaskType[] {
  return history.flatMap((turn) =>
    turn instanceof vscode.ChatRequestTurn ? (typeNamed(turn.command) ?? []) : [],
  );
}

/** The files of earlier turns, and why an earlier answer had to stay on this machine: both are in the prompt. */
export function goesOnWith(history: ChatHistory): {
  readonly seen: readonly SeenFile[];
  readonly stay?: Stay;
} {
  const stay = history
    .map((turn) => (turn instanceof vscode.ChatResponseTurn ? turn.result.metadata : undefined))
    .findLast((metadata) => isAnswered(metadata) && metadata.stay)?.['stay'] as Stay | undefined;
  const seen = history.flatMap((turn) =>
    turn instanceof vscode.ChatRequestTurn ? referencedFiles(turn.references) : [],
  );
  return { seen, ...(stay && { stay }) };
}

export function typeNamed(command: string | undefined): TaskType | undefined {
  return taskTypes.find((type) => type === command);
}

function messagesOf(turn: vscode.ChatRequestTurn | vscode.ChatResponseTurn): Message[] {
  if (turn instanceof vscode.ChatRequestTurn) {
    const type = typeNamed(turn.command);
    const text = turn.prompt || (type ? defaultInstructions[type] : '');
    return text === '' || turn.command === escalateCommand ? [] : [{ role: 'user', text }];
  }
  const text = ownWords(turn);
  return text === '' ? [] : [{ role: 'assistant', text }];
}

/** What the model said in an answer, without what Tierwise wrote below it. */
function ownWords({ response, result }: vscode.ChatResponseTurn): string {
  const text = response
    .map((part) => (part instanceof vscode.ChatResponseMarkdownPart ? part.value.value : ''))
    .join('');
  const { footer } = isAnswered(result.metadata) ? result.metadata : {};
  return footer !== undefined && text.endsWith(footer)
    ? text.slice(0, text.length - footer.length)
    : text.replace(/\n\n---\n[^\n]*$/, '');
}
