import type { CostSource } from '../../../routing/models/money.ts';

/** Where a cost comes from, for people. */
export const costSourceWords: Readonly<Record<CostSource, string>> = {
  reported: 'reported by the provider',
  computed: 'computed: reported tokens × price',
  estimated: 'estimated: tokens counted here × price',
  unknown: 'unknown: no price, or no tokens',
};
