import { expect, test } from 'vitest';
import { withOwnState } from '../../../../src/providers/turns/ownState.ts';
import { turnsOf } from '../../../../src/providers/turns/turns.ts';
import { idRules } from '../../../../src/providers/turns/callIds.ts';
import type { Message } from '../../../../src/routing/conversation.ts';

const said: Message = {
  role: 'assistant',
  text: 'I edit it.\n\nOnce more.',
  state: { provider: 'p', model: 'm', items: [{}], text: 'Once more.' },
};
const call = {
  model: 'm',
  system: '',
  maxOutputTokens: 10,
  messages: [{ role: 'user', text: 'Edit.' } as const, said],
};

test('the provider of a state gets its own words back; another gets all that was said', () => {
  const textsFor = (provider: string) =>
    turnsOf(withOwnState(call, provider).messages, idRules.any).map(({ text }) => text);
  expect(textsFor('p')).toEqual(['Edit.', 'Once more.']);
  expect(textsFor('q')).toEqual(['Edit.', 'I edit it.\n\nOnce more.']);
});
