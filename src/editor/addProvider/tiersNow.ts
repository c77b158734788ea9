import { isRecord } from '../../routing/input/objects.ts';
import { shippedTiers } from '../../routing/policy/shippedPolicy.ts';
import { userSetting } from '../platform/setting.ts';

/** What each tier names now; the shipped tiers while the user wrote none. */
export function tiersNow(): Readonly<Record<string, readonly string[]>> {
  const written = userSetting('tierwise.tiers');
  if (!isRecord(written) || Object.keys(written).length === 0) return shippedTiers;
  const lists = Object.entries(written).map(([tier, named]): [string, string[]] => [
    tier,
    Array.isArray(named) ? named.filter((each) => typeof each === 'string') : [],
  ]);
  return Object.fromEntries(lists);
}
