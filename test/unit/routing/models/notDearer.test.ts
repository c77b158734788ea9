import { expect, test } from 'vitest';
import { notDearer } from '../../../../src/routing/models/catalog.ts';
import type { Price } from '../../../../src/routing/models/price.ts';
import { modelWith } from '../../../support/tasks.ts';

const usd = (input: number, output: number, from = '2026-01-01'): Price => ({
  from,
  source: 't',
  input: input * 1e9,
  output: output * 1e9,
});

const cases: [string, standIn: Price[], model: Price[], boolean][] = [
  ['the same price', [usd(1, 5)], [usd(1, 5)], true],
  ['cheaper in both', [usd(0.5, 4)], [usd(1, 5)], true],
  ['cheaper in one', [usd(1, 4)], [usd(1, 5)], true],
  ['dearer in both', [usd(2, 6)], [usd(1, 5)], false],
  ['dearer input, cheaper output', [usd(2, 1)], [usd(1, 5)], false],
  ['cheaper input, dearer output', [usd(0.1, 6)], [usd(1, 5)], false],
  ['free', [usd(0, 0)], [usd(1, 5)], true],
  ['unknown against known', [], [usd(1, 5)], false],
  ['known against unknown', [usd(1, 5)], [], false],
  ['free against unknown', [usd(0, 0)], [], false],
  ['both unknown', [], [], true],
  ['dearer once a later price begins', [usd(1, 5), usd(2, 9, '2026-11-21')], [usd(1, 5)], false],
  ['not dearer until then', [usd(1, 5), usd(2, 9, '2026-11-22')], [usd(1, 5)], true],
  ['unknown until its first price begins', [usd(1, 5, '2026-11-22')], [usd(1, 5)], false],
];
test.each(cases)('%s', (_, standIn, model, expected) => {
  const found = notDearer(
    modelWith('q/standIn', { prices: standIn }),
    modelWith('p/model', { prices: model }),
    '2026-11-21',
  );
  expect(found).toBe(expected);
});
