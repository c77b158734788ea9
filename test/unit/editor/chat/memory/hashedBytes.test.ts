import type * as crypto from 'node:crypto';
import type * as vscode from 'vscode';
import { expect, test, vi } from 'vitest';
import {
  createTurnStates,
  noPast,
  pastAfter,
} from '../../../../../src/editor/chat/memory/turnStates.ts';
import { conversationFrom } from '../../../../../src/editor/chat/messages.ts';
import { LanguageModelChatMessage } from '../../../../support/chatParts.ts';

vi.mock('vscode', async () => (await import('../../../../support/chatParts.ts')).chatApi);
const hashed = vi.hoisted(() => ({ characters: 0 }));
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  const createHash = (algorithm: string) => {
    const hash = real.createHash(algorithm);
    const update = hash.update.bind(hash);
    return Object.assign(hash, {
      update(text: string) {
        hashed.characters += text.length;
        return update(text);
      },
    });
  };
  return { ...real, createHash };
});

/** How many characters are hashed to read a conversation of so many turns, whose states are kept. */
function hashedFor(turns: number): number {
  const { User, Assistant } = LanguageModelChatMessage;
  const said = Array.from({ length: turns }, (_, place) => [
    User(`Question ${1000 + place}`),
    Assistant(`Answer ${1000 + place}`),
  ]).flat() as unknown as vscode.LanguageModelChatRequestMessage[];
  const states = createTurnStates();
  let past = noPast;
  for (const message of conversationFrom(said).messages) {
    if (message.role === 'assistant')
      states.keep({ text: message.text, toolCalls: [] }, state, past);
    past = pastAfter(past, message);
  }
  hashed.characters = 0;
  const { messages } = conversationFrom(said, [], states);
  expect(messages.filter((each) => each.role === 'assistant' && each.state)).toHaveLength(turns);
  return hashed.characters;
}
const state = { provider: 'p', model: 'm', items: ['one'] };

test('a conversation of twice as many turns takes twice as much hashing', () => {
  expect(hashedFor(400)).toBeLessThan(2.1 * hashedFor(200));
});
