import { expect, test } from 'vitest';
import {
  dueReminders,
  reminded,
  type Reminded,
  silenced,
} from '../../../../src/editor/spend/dueReminders.ts';
import type { PriceDoubt } from '../../../../src/routing/hindsight/stalePrices.ts';
import { modelWith } from '../../../support/tasks.ts';

const day = 24 * 60 * 60 * 1000;
const none: Reminded = { atMs: {}, never: [] };
const old: PriceDoubt = { kind: 'old', model: modelWith('p/a'), checked: '2026-09-01', days: 81 };
const withdrawn: PriceDoubt = { kind: 'withdrawn', reference: 'p/a' };
const other: PriceDoubt = { kind: 'noPrice', model: modelWith('p/b') };

test.each<[string, Reminded, PriceDoubt[], PriceDoubt[]]>([
  ['doubts without an earlier reminder', none, [old, other], [old, other]],
  ['a reminder yesterday', reminded(none, [old], 39 * day), [old, other], [other]],
  ['a reminder 29 days ago', reminded(none, [old], 11 * day), [old], []],
  ['a reminder 30 days ago', reminded(none, [old], 10 * day), [old], [old]],
  ['another doubt about the same model', reminded(none, [old], 39 * day), [withdrawn], [withdrawn]],
  ['a silenced model', silenced(none, [old]), [old, withdrawn, other], [other]],
  [
    'a model that nobody wants to hear of, once more',
    silenced(reminded(none, [old], 0), [old]),
    [old],
    [],
  ],
])('%s', (_, before, doubts, due) => {
  expect(dueReminders(doubts, before, 40 * day)).toEqual(due);
});
