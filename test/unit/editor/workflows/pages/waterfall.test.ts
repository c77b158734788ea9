import { expect, test } from 'vitest';
import { traceStatus } from '../../../../../src/editor/workflows/pages/tracePage.ts';
import { runWaterfall } from '../../../../../src/editor/workflows/pages/waterfall.ts';
import type { RunStatus } from '../../../../../src/editor/workflows/runStatus.ts';
import { traceOf } from '../../../../../src/execution/workflow/journal/trace.ts';
import type { WorkflowEvent } from '../../../../../src/execution/workflow/workflowEvents.ts';
import { begun, ended, runEnded, runResumed, runStarted, t0 } from './runEvents.ts';

function drawn(events: readonly WorkflowEvent[], status: RunStatus = 'done', nowMs = 0) {
  return runWaterfall(traceOf(events), status, t0 + nowMs)!;
}

/** Each row's bars in per mille of the width: where they begin, how long they are, whether they are open. */
function barsOf({ rows }: ReturnType<typeof drawn>) {
  const places = rows.map(({ name, bars }) => [
    name,
    ...bars.map(({ from, length, isOpen }) =>
      [Math.round(from * 1000), '+', Math.round(length * 1000), isOpen ? '…' : ''].join(''),
    ),
  ]);
  return Object.fromEntries(places.map(([name, ...bars]) => [name, bars.join(' ')]));
}

const wordsOf = ({ rows }: ReturnType<typeof drawn>) =>
  rows.map(({ name, start, time, state }) => `${name}: ${start}, ${time}, ${state}`);

test('each bar begins where its step began; steps that ran at once lie side by side in their parent', () => {
  const waterfall = drawn([
    runStarted(),
    begun('look', 0),
    ended('look', 1000),
    begun('both', 1000, 'parallel'),
    begun('both/left', 1000),
    begun('both/right', 1500),
    ended('both/left', 2000),
    ended('both/right', 2500),
    ended('both', 3000),
    runEnded(4000),
  ]);
  expect(barsOf(waterfall)).toEqual({
    look: '0+250',
    both: '250+750',
    left: '250+500',
    right: '375+625',
  });
  expect(waterfall.rows.map(({ kind, depth }) => `${kind} ${depth}`)).toEqual([
    'work 0',
    'around 0',
    'work 1',
    'work 1',
  ]);
  expect(wordsOf(waterfall)).toEqual([
    'look: 0.0 s, 1.0 s, done',
    'both: 1.0 s, 3.0 s, done',
    'left: 1.0 s, 2.0 s, done',
    'right: 1.5 s, 2.5 s, done',
  ]);
  expect([waterfall.length, waterfall.note, waterfall.resumes]).toEqual(['4.0 s', '', []]);
});

/** The window closed in the step “fix”, an hour before the run went on. */
const interrupted = [
  runStarted(),
  begun('look', 0),
  ended('look', 1000),
  begun('fix', 1000),
  begun('fix/try', 2000),
];
const goneOn = [
  ...interrupted,
  runResumed(3_600_000),
  begun('fix', 3_600_000),
  begun('fix/try', 3_600_500),
  ended('fix/try', 1500),
  ended('fix', 2000),
  runEnded(2000),
];

test('the pause before a resume is no work: it is left out, and that is said', () => {
  const waterfall = drawn(goneOn);
  expect(barsOf(waterfall)).toEqual({
    look: '0+250',
    fix: '250+250… 500+500',
    try: '500+0… 625+375',
  });
  expect(waterfall.length).toBe('4.0 s');
  expect(waterfall.resumes).toEqual([0.5]);
  expect(waterfall.note).toBe(
    'Resumed at 2.0 s, where the dashed line is; the pause before is not drawn. A closed window had cut it off, so it had worked for at least that long.',
  );
  expect(wordsOf(waterfall)[1]).toBe('fix: 1.0 s, at least 3.0 s, done');
  expect(traceStatus(traceOf(goneOn), 'done')).toBe('done · nothing spent yet · at least 4.0 s');
});

test('a run that was cancelled and resumed has worked for both times together', () => {
  const events: WorkflowEvent[] = [
    runStarted(),
    begun('look', 0),
    ended('look', 1000, { status: 'cancelled' }),
    { kind: 'runEnded', status: 'cancelled', ms: 1000 },
    runResumed(9000),
    begun('look', 9000),
    ended('look', 3000),
    runEnded(3000),
  ];
  const waterfall = drawn(events);
  expect(barsOf(waterfall)).toEqual({ look: '0+250 250+750' });
  expect(wordsOf(waterfall)).toEqual(['look: 0.0 s, 4.0 s, done']);
  expect(waterfall.note).toBe(
    'Resumed at 1.0 s, where the dashed line is; the pause before is not drawn.',
  );
  expect(traceStatus(traceOf(events), 'done')).toMatch(/· 4\.0 s$/);
});

test('a step that was cut off lasted at least until the last thing that is known', () => {
  const waterfall = drawn(interrupted, 'interrupted', 50_000);
  expect(barsOf(waterfall)).toEqual({ look: '0+500', fix: '500+500…', try: '1000+0…' });
  expect(wordsOf(waterfall)).toEqual([
    'look: 0.0 s, 1.0 s, done',
    'fix: 1.0 s, at least 1.0 s, interrupted, not finished',
    'try: 2.0 s, unknown, interrupted, not finished',
  ]);
});

test('a step that was cut off and not begun again is not running in the run that goes on', () => {
  const waterfall = drawn([...interrupted, runResumed(5000), begun('fix', 5000)], 'running', 6000);
  expect(wordsOf(waterfall).slice(1)).toEqual([
    'fix: 1.0 s, at least 2.0 s, running',
    'try: 2.0 s, unknown, interrupted, not finished',
  ]);
});

test('what goes on reaches up to now', () => {
  const waterfall = drawn([runStarted(), begun('look', 1000)], 'running', 4000);
  expect(barsOf(waterfall)).toEqual({ look: '250+750…' });
  expect(wordsOf(waterfall)).toEqual(['look: 1.0 s, 3.0 s so far, running']);
});

test.each([
  ['before its run, as after a clock was set back', -500],
  ['not written down', Number.NaN],
])('a start that is %s is said to be unknown, and has no bar', (_, atMs) => {
  const waterfall = drawn([runStarted(), begun('look', atMs), ended('look', 700), runEnded(1000)]);
  expect(barsOf(waterfall)).toEqual({ look: '' });
  expect(wordsOf(waterfall)).toEqual(['look: unknown, 0.7 s, done']);
});

test('a run without a step has nothing to draw, and one that took no time has no length', () => {
  expect(runWaterfall(traceOf([runStarted()]), 'running', t0)).toBeUndefined();
  const waterfall = drawn([runStarted(), begun('look', 0), ended('look', 0), runEnded(0)]);
  expect(barsOf(waterfall)).toEqual({ look: '0+0' });
});
