import * as vscode from 'vscode';
import { usageMimeType } from '../../../providers/usagePart.ts';
import type { CallPlace, TextPlace } from '../../../providers/turns/inOrder.ts';

/** What a model of VS Code wants back with its turn, as it came. JSON values. */
export type OwnItem =
  | ({ readonly kind: 'thinking' } & Thinking)
  /** A mark between extensions, such as `stateful_marker`. */
  | { readonly kind: 'data'; readonly mimeType: string; readonly base64: string };
export type StateItem = OwnItem | TextPlace | CallPlace;

export type OwnPart = vscode.LanguageModelTextPart | vscode.LanguageModelDataPart;

interface Thinking {
  readonly value: string | readonly string[];
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** VS Code hands such parts on in both directions, but its stable API does not declare them. */
type ThinkingClass = new (
  value: Thinking['value'],
  id?: string,
  metadata?: Thinking['metadata'],
) => Thinking & vscode.LanguageModelTextPart;
const name = 'LanguageModelThinkingPart';
const ThinkingPart =
  name in vscode ? (vscode as unknown as Record<typeof name, ThinkingClass>)[name] : undefined;

/** The thinking in a chunk of an answer; undefined for another chunk. */
export function thoughtIn(chunk: unknown): string | undefined {
  return isThinking(chunk) ? [chunk.value].flat().join('') : undefined;
}

/** Gathers from the chunks of an answer what its model wants back; empty when it wants nothing. */
export function createPartsDraft(): {
  add(chunk: unknown): void;
  items(): readonly StateItem[];
} {
  const items: StateItem[] = [];
  return {
    add(chunk) {
      const item = itemOf(chunk);
      const last = items.at(-1);
      if (item?.kind === 'text' && last?.kind === 'text') {
        items[items.length - 1] = { kind: 'text', length: last.length + item.length };
      } else if (item) items.push(item);
    },
    items: () => (items.some(({ kind }) => kind !== 'text' && kind !== 'call') ? items : []),
  };
}

export function ownPart(item: OwnItem): OwnPart {
  if (item.kind === 'data') {
    return new vscode.LanguageModelDataPart(Buffer.from(item.base64, 'base64'), item.mimeType);
  }
  return new ThinkingPart!(item.value, item.id, item.metadata);
}

function itemOf(chunk: unknown): StateItem | undefined {
  if (chunk instanceof vscode.LanguageModelTextPart) {
    return { kind: 'text', length: chunk.value.length };
  }
  if (chunk instanceof vscode.LanguageModelToolCallPart) {
    return { kind: 'call', callId: chunk.callId };
  }
  if (isThinking(chunk)) {
    const { value, id, metadata } = chunk;
    return {
      kind: 'thinking',
      value,
      ...(id !== undefined && { id }),
      ...(metadata && { metadata }),
    };
  }
  if (!isMark(chunk)) return undefined;
  const base64 = Buffer.from(chunk.data).toString('base64');
  return { kind: 'data', mimeType: chunk.mimeType, base64 };
}

function isThinking(chunk: unknown): chunk is Thinking {
  return ThinkingPart !== undefined && chunk instanceof ThinkingPart;
}

/** A mark has no type of the Internet's, such as `application/json`. */
function isMark(chunk: unknown): chunk is vscode.LanguageModelDataPart {
  if (!(chunk instanceof vscode.LanguageModelDataPart)) return false;
  return chunk.mimeType !== usageMimeType && !chunk.mimeType.includes('/');
}
