import type { WrittenPolicy } from '../../routing/policy/parsePolicy.ts';

/** Parts of a policy that cannot be put together. */
type SinglePart = 'auto' | 'workflows' | 'turns';

/** One policy made of several, and the parts of each that are not used. */
export interface MergedPolicies {
  readonly policy: WrittenPolicy;
  readonly unused: readonly (readonly SinglePart[])[];
}

/**
 * Puts the policies of several folders together, in the order of the folders. Critical paths and rules of all
 * count for every task: a path that one folder calls critical is never treated as less. Limits of the planner,
 * models of workflows and tiers of turns come from the first folder that has them.
 */
export function mergePolicies(policies: readonly WrittenPolicy[]): MergedPolicies {
  const localRules = policies.flatMap((policy) => policy.localRules ?? []);
  const costRules = policies.flatMap((policy) => policy.costRules ?? []);
  const auto = policies.find((policy) => policy.auto);
  const workflows = policies.find((policy) => policy.workflows);
  const turns = policies.find((policy) => policy.turnTiers);
  return {
    policy: {
      rules: policies.flatMap(({ rules }) => rules),
      ...(localRules.length > 0 && { localRules }),
      ...(costRules.length > 0 && { costRules }),
      critical: [...new Set(policies.flatMap(({ critical }) => critical))],
      ...(auto?.auto && { auto: auto.auto }),
      ...(workflows?.workflows && { workflows: workflows.workflows }),
      ...(turns?.turnTiers && { turnTiers: turns.turnTiers }),
    },
    unused: policies.map((policy) => [
      ...(policy.auto && policy !== auto ? (['auto'] as const) : []),
      ...(policy.workflows && policy !== workflows ? (['workflows'] as const) : []),
      ...(policy.turnTiers && policy !== turns ? (['turns'] as const) : []),
    ]),
  };
}
