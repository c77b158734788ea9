import { expect, test } from 'vitest';
import { openBill, type PlayedTurn, totalOf } from '../../../bench/agents/bill.ts';
import { type DrawnConversation, drawConversation } from '../../../bench/agents/conversations.ts';
import { bestInHindsight } from '../../../bench/agents/hindsight.ts';
import { ladders } from '../../../bench/agents/ladders.ts';
import { costOfThirtyTurns } from '../../../bench/agents/sanity.ts';
import { taskOf, tierwise } from '../../../bench/agents/tierwise.ts';
import { requirementsOf } from '../../../src/routing/candidates/requirements.ts';

const seeds = Array.from({ length: 40 }, (_, at) => 500 + at);
const conversations = seeds.map(drawConversation);
const turns = conversations.flatMap((each) => each.turns);

/** The beginning of a conversation, short enough to try everything on. */
const beginning = (seed: number, count: number): DrawnConversation => {
  const { weight, turns: all } = drawConversation(seed);
  return { weight, turns: all.slice(0, count) };
};

test('the same seed draws the same conversation, another seed another one', () => {
  expect(drawConversation(3)).toEqual(drawConversation(3));
  expect(drawConversation(3)).not.toEqual(drawConversation(4));
});

const pairs = conversations.flatMap(({ turns: drawn }) =>
  drawn.slice(1).map((turn, at) => ({ before: drawn[at]!, turn })),
);

test('a conversation goes on in time, and its prompts grow until it is compacted', () => {
  const isCompacted = ({ before, turn }: (typeof pairs)[number]) =>
    turn.compactions > before.compactions;
  expect(pairs.every(({ before, turn }) => turn.atMs > before.atMs)).toBe(true);
  const [shorter, longer] = [pairs.filter(isCompacted), pairs.filter((each) => !isCompacted(each))];
  expect(shorter.length).toBeGreaterThan(0);
  expect(shorter.every(({ before, turn }) => turn.promptTokens < before.promptTokens)).toBe(true);
  expect(longer.every(({ before, turn }) => turn.promptTokens >= before.promptTokens)).toBe(true);
});

test('turns are what a request can show: loops begin with a plan, failed checks are repaired', () => {
  const kinds = new Set(turns.map(({ turn }) => turn.kind));
  expect([...kinds].toSorted()).toEqual(['answer', 'choose', 'edit', 'plan', 'read', 'repair']);
  for (const {
    before,
    turn: { turn },
  } of pairs) {
    const { turns: answers, troubles, isChecked } = turn.loop;
    expect(answers).toBe(turn.kind === 'plan' ? 0 : before.turn.loop.turns + 1);
    expect(troubles.every((trouble) => trouble.turn <= answers)).toBe(true);
    expect(isChecked && troubles.length > 0).toBe(false);
    const failedNow = troubles.at(-1)?.turn === answers;
    expect(failedNow && turn.kind !== 'repair').toBe(false);
  }
});

test('the product estimates the prompt of a turn at its size', () => {
  for (const drawn of turns.filter((_, at) => at % 100 === 0)) {
    const { tokens } = requirementsOf(taskOf(drawn, 'everyday'));
    expect(Math.abs(tokens - drawn.promptTokens)).toBeLessThan(60);
  }
});

test('the cost model gives the figures of a loop that was computed apart from it', () => {
  const { unmarked, marked } = costOfThirtyTurns();
  expect(unmarked).toBeCloseTo(4.81, 1);
  expect(marked).toBeCloseTo(1.2, 1);
});

/** Every way through the turns on the wanted tiers or above. */
function everyWay(wanted: readonly PlayedTurn[]): PlayedTurn[][] {
  return wanted.reduce<PlayedTurn[][]>(
    (ways, turn) =>
      [0, 1, 2]
        .filter((tier) => tier >= turn.tier)
        .flatMap((tier) =>
          ways.map((way) => [...way, tier === turn.tier ? turn : { tier, thinksHarder: false }]),
        ),
    [[]],
  );
}

test.each(ladders)('hindsight is the cheapest of all ways, on $name', (ladder) => {
  for (const seed of [11, 12, 13]) {
    const conversation = beginning(seed, 8);
    const bill = openBill(conversation, ladder);
    const { wanted } = tierwise(conversation, { bill, ladder });
    const costs = everyWay(wanted).map((way) => totalOf(bill, way));
    expect(bestInHindsight(conversation, wanted, { bill, ladder })).toBeCloseTo(
      Math.min(...costs),
      0,
    );
  }
});

test.each(ladders)(
  'hindsight never costs more than what the product decided, on $name',
  (ladder) => {
    for (const conversation of conversations.slice(0, 12)) {
      const bill = openBill(conversation, ladder);
      const { played, wanted } = tierwise(conversation, { bill, ladder });
      expect(bestInHindsight(conversation, wanted, { bill, ladder })).toBeLessThanOrEqual(
        totalOf(bill, played),
      );
    }
  },
);

test('plans of hard work run on the highest tier, and looks at files below it once that pays', () => {
  const [ladder] = ladders as [(typeof ladders)[number]];
  const tiersOf = (kind: string) =>
    conversations
      .filter(({ weight }) => weight === 'hard')
      .flatMap((conversation) => {
        const bill = openBill(conversation, ladder);
        const { played } = tierwise(conversation, { bill, ladder });
        return played.filter((_, at) => conversation.turns[at]!.turn.kind === kind);
      })
      .map(({ tier }) => tier);
  expect(new Set(tiersOf('plan'))).toEqual(new Set([2]));
  expect(tiersOf('read')).toContain(0);
});
