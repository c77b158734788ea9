import { expect, test } from 'vitest';
import { replayPage } from '../../../../src/editor/replay/replayPage.ts';
import type { Replay } from '../../../../src/evaluation/replay/replay.ts';

const costs = {
  requests: 2,
  paidNanoUsd: 3_000_000,
  policyNanoUsd: 1_000_000,
  strongestNanoUsd: 4_000_000,
  cheapestNanoUsd: 500_000,
};
const replay: Replay = {
  requests: 3,
  leftOut: { practice: 0, noUsage: 0, unknownCost: 0, noPrice: 1, refused: 0 },
  known: 1,
  estimated: 1,
  onPriors: 1,
  simulated: false,
  checksNanoUsd: 0,
  escalated: { was: 1, would: 0.25 },
  total: costs,
  byTaskType: [{ taskType: 'debug', ...costs }],
  byTier: [{ tier: 'a|b', paidNanoUsd: 3_000_000, policyNanoUsd: 1_000_000 }],
};
const subject = { policy: 'strict_1.yaml', days: 30, keywordRules: ['races <b>'] };

test('a page tells what it covers, the figures, how sure they are and what is unknown', () => {
  const page = replayPage(replay, subject);
  expect(page).toContain(
    'Your work of the last 30 days, decided again by **strict\\_1.yaml**.\n\nCompared: 2 of 3 pieces of work\n\n- 1 left out: a model had no price on that day (add one in the setting tierwise.models)\n\n',
  );
  expect(page).toContain('| debug | 2 | $0.0030 | $0.0010 | $0.0040 | $0.00050 |\n');
  expect(page).toContain('| task type | work | paid | this policy |');
  expect(page).toContain('| a\\|b | $0.0030 | $0.0010 |');
  expect(page).toContain('known for 1, where it asks the same models, and estimated for 1.');
  expect(page).toContain(
    'A second tier was asked for 1 of 2, by a plan or by hand; this policy would have asked one for about 0.3.',
  );
  expect(page).toContain('matched nothing: “races \\<b\\>”.');
  expect(page).toContain('## What nobody can know');
  expect(page).not.toContain('Simulated');
});

test('practice money is named first, and no work is no table', () => {
  const simulated = replayPage({ ...replay, simulated: true }, subject);
  expect(simulated.split('\n')[2]).toBe(
    'Simulated: practice models did this work; all its money is practice money.',
  );
  expect(simulated.match(/practice money|not estimated|is unknown/g)).toHaveLength(3);
  expect(simulated).toContain('| task type | work | practice | this policy |');
  const none = replayPage({ ...replay, requests: 0 }, subject);
  expect(none).toContain('There is none in the ledger yet.');
  expect(none).not.toContain('|');
});
