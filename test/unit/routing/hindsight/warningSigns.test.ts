import { expect, test } from 'vitest';
import {
  warningSigns,
  type StrategyFacts,
  type StrategySpending,
} from '../../../../src/routing/hindsight/warningSigns.ts';

/** Ten requests at 1,000 each, two of them escalated; 300 of it for nothing, 5,000 saved. */
const calm: StrategySpending = {
  requests: 10,
  nanoUsd: 10_000,
  failedNanoUsd: 300,
  savedNanoUsd: 5000,
  classifier: { attempts: 0, nanoUsd: 0 },
  escalation: { requests: 10, escalated: 2 },
};
const { savedNanoUsd: _, ...incomparable } = calm;
const facts = (fields: Partial<StrategyFacts>): StrategyFacts => ({
  tiers: 3,
  daysSinceReview: 0,
  spending: calm,
  ...fields,
});
const spending = (fields: Partial<StrategySpending>) => facts({ spending: { ...calm, ...fields } });

const cases: [string, StrategyFacts, object[]][] = [
  ['nothing to warn of', facts({}), []],
  ['five tiers', facts({ tiers: 5 }), []],
  ['six tiers', facts({ tiers: 6 }), [{ kind: 'manyTiers', tiers: 6 }]],
  ['reviewed 89 days ago', facts({ daysSinceReview: 89 }), []],
  ['reviewed 90 days ago', facts({ daysSinceReview: 90 }), [{ kind: 'notReviewed', days: 90 }]],
  [
    'a classification for a tenth of a request',
    spending({ classifier: { attempts: 10, nanoUsd: 1000 } }),
    [],
  ],
  [
    'a classification for more than a tenth',
    spending({ classifier: { attempts: 5, nanoUsd: 1000 } }),
    [{ kind: 'dearClassifier', share: 0.2 }],
  ],
  [
    'requests that cost nothing say nothing of a share',
    spending({ nanoUsd: 0, classifier: { attempts: 5, nanoUsd: 0 } }),
    [],
  ],
  [
    'failed tries that cost what was saved',
    spending({ failedNanoUsd: 5000 }),
    [{ kind: 'costlyEscalation', share: 0.2, failedNanoUsd: 5000, savedNanoUsd: 5000 }],
  ],
  ['failed tries that cost a bit less', spending({ failedNanoUsd: 4999 }), []],
  ['a loss that has other reasons', spending({ failedNanoUsd: 0, savedNanoUsd: -100 }), []],
  [
    'failed tries without escalation',
    spending({ failedNanoUsd: 9000, escalation: { requests: 10, escalated: 0 } }),
    [],
  ],
  [
    'so few requests that they say nothing',
    spending({
      requests: 9,
      failedNanoUsd: 9000,
      classifier: { attempts: 5, nanoUsd: 5000 },
      escalation: { requests: 9, escalated: 9 },
    }),
    [],
  ],
  ['nothing to compare with', facts({ spending: { ...incomparable, failedNanoUsd: 9000 } }), []],
  ['too narrow a view to judge spending', { tiers: 3, daysSinceReview: 1 }, []],
  [
    'several at once',
    facts({ tiers: 9, daysSinceReview: 400 }),
    [
      { kind: 'manyTiers', tiers: 9 },
      { kind: 'notReviewed', days: 400 },
    ],
  ],
];
test.each(cases)('%s', (_, given, signs) => expect(warningSigns(given)).toEqual(signs));
