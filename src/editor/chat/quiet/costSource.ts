import type { CostSource } from '../../../routing/models/money.ts';
import { say } from '../../platform/say.ts';

/** Where a cost comes from, for people. */
export const costSourceWords: Readonly<Record<CostSource, string>> = {
  reported: say('reported by the provider'),
  computed: say('computed: reported tokens × price'),
  estimated: say('estimated: tokens counted here × price'),
  unknown: say('unknown: no price, or no tokens'),
};
