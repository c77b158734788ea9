import { expect, test } from 'vitest';
import { createConversationCaches } from '../../../../src/execution/conversationCaches.ts';
import { asClassified } from '../../../../src/routing/classify/asClassified.ts';
import { classify } from '../../../../src/routing/classify/classify.ts';
import type { Message } from '../../../../src/routing/conversation.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { askedIn } from '../../../../src/routing/reading/asked.ts';
import { conversationTask } from '../../../../src/routing/task.ts';
import { readTurn } from '../../../../src/routing/turns/readTurn.ts';
import { calls } from '../../../support/agentLoops.ts';
import { said, user } from '../../../support/foreignLoops/foreignLoop.ts';
import { answers, asks, vscodeAgent } from '../../../support/foreignLoops/vscodeAgent.ts';
import { loopSituation } from '../../../support/loops.ts';
import { shippedWeights as weights } from '../../../support/shippedClassifier.ts';

/* Whole loops, request after request: what a client adds by itself must not change where a turn goes. */

const { read, edit, tests } = calls;
const words = 'Add a discount for orders over 100 euros to the cart';
const bulk = 'export const rate = 2;\n'.repeat(300);
/** Reads, edits, tests that fail and are put right, twice. */
const work = [0, 1].flatMap((round) => {
  const file = (name: string) => `/w/src/${name}${round}.ts`;
  return [
    [read(file('a'), bulk)],
    [read(file('b'), bulk)],
    [edit(file('a'), `${round}`)],
    [tests(1)],
    [read(file('c'), bulk)],
    [edit(file('c'), `${round}`)],
    [tests(0)],
  ];
});

interface Additions {
  /** What the client adds to each request, and takes away again. */
  readonly end?: readonly Message[];
  /** What stays after an answer with this number. */
  readonly after?: (answer: number) => readonly Message[];
}

/** The tiers of the requests of one loop, the first included. */
function tiersOf(first: readonly Message[], { end = [], after = () => [] }: Additions): string[] {
  const caches = createConversationCaches();
  let messages = [...first];
  return [[], ...work].map((made, at) => {
    messages = [...messages, ...(at === 0 ? [] : answers(at, made)), ...after(at)];
    const conversation = { ...vscodeAgent([...messages, ...end]), cacheKey: 'one' };
    const request = askedIn(conversation.messages).request;
    const type = asClassified(classify(request.words, { weights }), request.words);
    const turn = readTurn(conversation);
    const head = { id: 'task', ...type, instruction: request.words, ...(turn && { turn }) };
    const nowMs = Date.UTC(2026, 10, 21, 12, 0, 28 * at);
    const situation = loopSituation({ nowMs, caches: caches.of(conversation) });
    const { plan } = decide(conversationTask(head, conversation), situation);
    if (plan.kind !== 'direct') throw new Error(`A turn has a plan of kind ${plan.kind}.`);
    const { choice } = plan;
    const answered = { choice, outcome: 'complete', text: 'x', toolCalls: [] } as const;
    const told = { attemptId: 'a', latencyMs: 0, cost: { source: 'unknown' } } as const;
    caches.keep(conversation, { ...answered, ...told }, nowMs);
    return choice.tier;
  });
}

const plain = tiersOf([asks(words)], {});
const notice = (text: string) => [said('I wait.'), user(text)];

test('a loop has cheap and strong turns to tell apart', () => {
  expect(new Set(plain)).toEqual(new Set(['fast', 'balanced', 'reasoning']));
});

test.each<[string, Additions]>([
  [
    'a reminder after each result',
    { end: [user('Above is the result of calling one or more tools. Say what matters of it.')] },
  ],
  [
    'the environment after each result',
    { end: [user('<environment_details>\n# Visible Files\na.ts\n</environment_details>')] },
  ],
  [
    'what a hook adds to results',
    { after: (at) => (at % 3 === 1 ? [user('Explain every error that you fix.')] : []) },
  ],
  [
    'a note that the work goes on',
    {
      after: (at) =>
        at === 7 ? [user('[TASK RESUMPTION] The work stopped, so look where it stands.')] : [],
    },
  ],
])('%s changes nothing', (_, additions) => {
  const added = (at: number) => (at === 0 ? [] : (additions.after?.(at) ?? []));
  const all = tiersOf([asks(words)], { ...additions, after: added });
  expect(all).toEqual(plain);
});

test.each([
  ['a terminal that ended', '[Terminal t1 notification: command completed with exit code 0.]\nok'],
  ['the reminder to finish', 'You have not yet marked the task as complete. Explain why.'],
])('%s takes no turn to the strongest tier', (_, text) => {
  const all = tiersOf([asks(words)], { after: (at) => (at === 7 ? notice(text) : []) });
  expect(all[7]).toBe('fast');
  expect(all.slice(8)).toEqual(plain.slice(8));
});

test.each(['continue', 'Yes, go on.', 'weiter', '继续'])('“%s” begins no new plan', (more) => {
  const after = (at: number) => (at === 7 ? [said('Half is done.'), asks(more)] : []);
  const all = tiersOf([asks(words)], { after });
  expect(all[7]).toBe('fast');
  expect(all.slice(8)).toEqual(plain.slice(8));
});

test('new words do', () => {
  const after = (at: number) => (at === 7 ? [said('Done.'), asks('Now add a voucher')] : []);
  expect(tiersOf([asks(words)], { after })[7]).toBe('reasoning');
});
