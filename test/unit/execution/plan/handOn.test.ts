import { expect, test } from 'vitest';
import type { AttemptEnd, RunEvent } from '../../../../src/execution/events.ts';
import { handOn } from '../../../../src/execution/plan/handOn.ts';
import { rung } from '../../../support/scriptedRun.ts';

const choice = rung('fast');
const call = { id: 'c', name: 'Edit', argumentsJson: '{}' };
const endOf = (attemptId: string, text: string): AttemptEnd => ({
  attemptId,
  choice,
  outcome: 'complete',
  text,
  toolCalls: [call],
  cost: { source: 'unknown' },
  latencyMs: 1,
});
const starts = (attemptId: string, how: 'first' | 'retry' | 'fallback'): RunEvent => ({
  kind: 'attemptStarted',
  attemptId,
  choice,
  how,
});
const says = (attemptId: string, text: string): RunEvent => ({ kind: 'text', attemptId, text });
const calls = (attemptId: string): RunEvent => ({ kind: 'toolCall', attemptId, call });

/** What is handed on, in order: the words as they are, and `call`. */
async function handedOn(events: readonly RunEvent[]): Promise<{ got: string[]; text: string }> {
  async function* run() {
    yield* events;
  }
  const got: string[] = [];
  let text = '';
  for await (const event of handOn(run(), new AbortController().signal)) {
    if (event.kind === 'text') got.push(event.text);
    if (event.kind === 'toolCall') got.push('call');
    if (event.kind === 'attemptEnded') got.push('ended');
    if (event.kind === 'finished') ({ text } = event.end);
  }
  return { got, text };
}

const ended = (attemptId: string, text: string): RunEvent => ({
  kind: 'attemptEnded',
  end: endOf(attemptId, text),
});
const finished = (attemptId: string, text: string): RunEvent => ({
  kind: 'finished',
  end: endOf(attemptId, text),
});

test('words after the first call wait with it, and come in their order', async () => {
  const events = [
    starts('a', 'first'),
    says('a', 'One. '),
    calls('a'),
    says('a', 'Two.'),
    ended('a', 'One. Two.'),
  ];
  expect(await handedOn([...events, finished('a', 'One. Two.')])).toEqual({
    got: ['One. ', 'ended', 'call', 'Two.'],
    text: 'One. Two.',
  });
  const again = [starts('b', 'retry'), says('b', 'Three.'), calls('b'), ended('b', 'Three.')];
  expect(await handedOn([...events, ...again, finished('b', 'Three.')])).toEqual({
    got: ['One. ', 'ended', 'ended', '\n\nThree.', 'call'],
    text: 'One. \n\nThree.',
  });
});

test('a stand-in of a second try is held as well, and one without words begins no paragraph', async () => {
  const { got, text } = await handedOn([
    starts('a', 'first'),
    says('a', 'One.'),
    calls('a'),
    starts('b', 'retry'),
    starts('c', 'fallback'),
    calls('c'),
    finished('c', ''),
  ]);
  expect([got, text]).toEqual([['One.', 'call'], 'One.']);
});
