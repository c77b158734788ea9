import { usualSituation } from '../../src/routing/dryRun/usualSituation.ts';
import { mergeModels } from '../../src/routing/models/catalog.ts';
import { parseModels } from '../../src/routing/models/parseModels.ts';
import type { Rule } from '../../src/routing/policy/policy.ts';
import { toTiers } from '../../src/routing/policy/shippedPolicy.ts';
import type { Situation } from '../../src/routing/situation.ts';
import { dayOf } from '../../src/routing/time.ts';

/** The situation of a user with these settings of practice models, now: all of them are ready. */
export function practiceSituation(
  settings: Readonly<Record<string, unknown>>,
  configs: readonly { readonly id: string; readonly name: string }[],
  rules: readonly Rule[] = [],
): Situation {
  const tiers = toTiers(settings['tierwise.tiers'] as Record<string, string[]>);
  const state = { state: 'ready' } as const;
  return {
    ...usualSituation({
      policy: { tiers, rules, critical: [] },
      catalog: mergeModels(parseModels(settings['tierwise.models']).models, new Map()),
      providers: new Map(configs.map(({ id, name }) => [id, { name, state, simulated: true }])),
      today: dayOf(Date.now()),
    }),
    evidence: new Map(),
    workspace: 'bookshop',
    nowMs: Date.now(),
  };
}
