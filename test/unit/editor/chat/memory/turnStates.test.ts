import { expect, test } from 'vitest';
import {
  createTurnStates,
  noPast,
  pastAfter,
} from '../../../../../src/editor/chat/memory/turnStates.ts';
import type { Message } from '../../../../../src/routing/conversation.ts';

const state = (words: string) => ({ provider: 'p', model: 'm', items: [words] });
const turn = (id: string, name = 'read') => ({
  text: '',
  toolCalls: [{ id, name, argumentsJson: '{}' }],
});
const turn0 = turn('call_0');

test('a turn is found by its calls, whatever VS Code made of its arguments and text', () => {
  const states = createTurnStates();
  states.keep({ ...turn('t1'), text: 'Let me look.' }, state('one'));
  expect(
    states.find({ text: ' ', toolCalls: [{ ...turn('t1').toolCalls[0]!, argumentsJson: '{ }' }] }),
  ).toEqual(state('one'));
  expect(states.find(turn('t2'))).toBeUndefined();
  expect(states.find(turn('t1', 'write'))).toBeUndefined();
});

test('a turn without calls is found by its text', () => {
  const states = createTurnStates();
  states.keep({ text: 'Done.\n', toolCalls: [] }, state('one'));
  expect(states.find({ text: 'Done.', toolCalls: [] })).toEqual(state('one'));
  expect(states.find({ text: 'Done!', toolCalls: [] })).toBeUndefined();
});

const asks = (text: string): Message => ({ role: 'user', text });
const after = (...messages: readonly Message[]) => messages.reduce(pastAfter, noPast);

test('turns that say the same are told apart by what stood before them', () => {
  const states = createTurnStates();
  const done = { text: 'Done.', toolCalls: [] };
  const first = [asks('One.')];
  const second = [...first, { role: 'assistant', text: 'Done.' } as const, asks('Two.')];
  for (const turn of [done, turn0]) {
    states.keep(turn, state('one'), after(...first));
    states.keep(turn, state('two'), after(...second));
    states.keep(turn, state('of another conversation'), after(asks('Three.')));
    expect(states.find(turn, after(...first))).toEqual(state('one'));
    expect(states.find(turn, after(...second))).toEqual(state('two'));
    expect(states.find(turn, after(asks('Four.')))).toBeUndefined();
  }
});

test('a turn is found where the client has changed what stood long before', () => {
  const states = createTurnStates();
  for (const turn of [{ text: 'Done.', toolCalls: [] }, turn0]) {
    states.keep(turn, state('one'), after(asks('One.'), asks('Go on.')));
    expect(states.find(turn, after(asks('Cut short.'), asks('Go on.')))).toEqual(state('one'));
    expect(states.find(turn, after(asks('One.'), asks('Something else.')))).toBeUndefined();
  }
});

test('of turns with another past, the one that was used last is found, as long as it is kept', () => {
  const states = createTurnStates({ entries: 3, characters: 1000 });
  const goOn = (first: string) => after(asks(first), asks('Go on.'));
  for (const first of ['one', 'two', 'three']) states.keep(turn0, state(first), goOn(first));
  expect(states.find(turn0, goOn('two'))).toEqual(state('two'));
  expect(states.find(turn0, goOn('four'))).toEqual(state('two'));
  // Used last, it is the last to be forgotten.
  for (const id of ['t1', 't2']) states.keep(turn(id), state(id));
  expect(states.find(turn0, goOn('four'))).toEqual(state('two'));
  for (const id of ['t3', 't4', 't5']) states.keep(turn(id), state(id));
  expect(states.find(turn0, goOn('four'))).toBeUndefined();
});

test('a turn without state does not get that of another', () => {
  const states = createTurnStates();
  states.keep(turn0, undefined, after(asks('One.'), asks('Go on.')));
  states.keep(turn0, state('two'), after(asks('Two.'), asks('Go on.')));
  expect(states.find(turn0, after(asks('One.'), asks('Go on.')))).toBeUndefined();
  expect(states.find(turn0, after(asks('Two.'), asks('Go on.')))).toEqual(state('two'));
});

test('what was used longest ago is forgotten first', () => {
  const states = createTurnStates({ entries: 2, characters: 1000 });
  states.keep(turn('t1'), state('one'));
  states.keep(turn('t2'), state('two'));
  states.find(turn('t1'));
  states.keep(turn('t3'), state('three'));
  expect(['t1', 't2', 't3'].map((id) => states.find(turn(id))?.items[0])).toEqual([
    'one',
    undefined,
    'three',
  ]);
});

test('it holds no more than so many characters, also when a turn is kept again', () => {
  const states = createTurnStates({ entries: 100, characters: 300 });
  const long = 'x'.repeat(80);
  for (let again = 0; again < 9; again += 1) states.keep(turn('t1'), state(long));
  expect(states.find(turn('t1'))).toEqual(state(long));
  states.keep(turn('t2'), state(long));
  states.keep(turn('t3'), state(long));
  expect(states.find(turn('t1'))).toBeUndefined();
  states.keep(turn('t4'), state('x'.repeat(400)));
  expect(states.find(turn('t4'))).toBeUndefined();
  expect(states.find(turn('t3'))).toEqual(state(long));
});
