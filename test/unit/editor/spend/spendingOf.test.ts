import { expect, test } from 'vitest';
import { spendingOf } from '../../../../src/editor/spend/spendingOf.ts';
import { warningSigns } from '../../../../src/routing/hindsight/warningSigns.ts';
import { panelReport, spendRow } from '../../media/examplePanel.ts';

test('what evaluations cost says nothing about how work is routed', () => {
  const nothing = { estimatedNanoUsd: 0, unknownAttempts: 0 };
  const classifier = { ...nothing, attempts: 10, nanoUsd: 2_000 };
  const work = panelReport({ total: spendRow({ requests: 10, nanoUsd: 10_000 }), classifier });
  const measured = panelReport({
    total: spendRow({ requests: 500, nanoUsd: 900_000 }),
    classifier,
    evaluation: { ...nothing, requests: 490, attempts: 700, nanoUsd: 890_000 },
  });
  expect(spendingOf(measured)).toEqual(spendingOf(work));
  const signs = warningSigns({ tiers: 3, daysSinceReview: 0, spending: spendingOf(measured) });
  expect(signs).toEqual([{ kind: 'dearClassifier', share: 0.2 }]);
});
