import * as vscode from 'vscode';
import { objectOf, parseJson } from '../../../providers/http/json.ts';
import type { ModelCall } from '../../../providers/provider.ts';
import { idRules } from '../../../providers/turns/callIds.ts';
import { inOrder } from '../../../providers/turns/inOrder.ts';
import { withOwnState } from '../../../providers/turns/ownState.ts';
import { piecesOf, type Shown } from '../../../providers/turns/shown.ts';
import {
  type AnsweredCall,
  type AssistantTurn,
  isBlank,
  type Turn,
  turnsOf,
} from '../../../providers/turns/turns.ts';
import { type OwnItem, type OwnPart, ownPart, type StateItem } from './state.ts';

type Message = vscode.LanguageModelChatMessage;
type AnswerPart = OwnPart | vscode.LanguageModelToolCallPart;

/** A call's conversation as VS Code's API takes it, which has no system role: a user says that text first. */
export function vscodeMessages(asked: ModelCall, providerId: string): Message[] {
  const { system, messages, model } = withOwnState(asked, providerId);
  const turns = turnsOf(messages, idRules.any).flatMap((turn) => messagesOf(turn, model));
  return isBlank(system) ? turns : [vscode.LanguageModelChatMessage.User(system), ...turns];
}

function messagesOf(turn: Turn, model: string): Message[] {
  if (turn.role === 'user') {
    const content = turn.images.length > 0 ? shownParts(turn) : turn.text;
    return [vscode.LanguageModelChatMessage.User(content)];
  }
  const answer = vscode.LanguageModelChatMessage.Assistant(answerParts(turn, model));
  if (turn.calls.length === 0) return [answer];
  const results = turn.calls.map(({ id, result: text, images }) => {
    return new vscode.LanguageModelToolResultPart(id, shownParts({ text, images }));
  });
  return [answer, vscode.LanguageModelChatMessage.User(results)];
}

/** State of the same model goes back as it came and where it stood; another model's is left out. */
function answerParts(turn: AssistantTurn, model: string): AnswerPart[] {
  const items = turn.stateModel === model ? (turn.state as readonly StateItem[]) : [];
  const writing = { text: textPart, call: callPart, own: ownPart };
  const kept = items.length > 0 ? inOrder<OwnItem, AnswerPart>(items, turn, writing) : undefined;
  const texts = turn.text === '' ? [] : [textPart(turn.text)];
  return kept ?? [...texts, ...turn.calls.map(callPart)];
}

function shownParts(shown: Shown): (vscode.LanguageModelTextPart | vscode.LanguageModelDataPart)[] {
  return piecesOf(shown).map((piece) =>
    typeof piece === 'string'
      ? textPart(piece)
      : vscode.LanguageModelDataPart.image(Buffer.from(piece.base64, 'base64'), piece.mimeType),
  );
}

function textPart(text: string): vscode.LanguageModelTextPart {
  return new vscode.LanguageModelTextPart(text);
}

function callPart({ id, name, argumentsJson }: AnsweredCall): vscode.LanguageModelToolCallPart {
  // The API takes only objects, so the model sees other arguments as the text they were.
  const input = objectOf(parseJson(argumentsJson === '' ? '{}' : argumentsJson));
  const given = input ?? { invalidArguments: argumentsJson };
  return new vscode.LanguageModelToolCallPart(id, name, given);
}
