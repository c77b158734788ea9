import type { Situation } from '../situation.ts';

/**
 * A situation as on any day, for decisions that are only tried out: every provider is ready, nothing is
 * picked, and there is no budget.
 */
export function usualSituation({
  policy,
  catalog,
  providers,
  today,
}: Pick<Situation, 'policy' | 'catalog' | 'providers' | 'today'>): Omit<Situation, 'evidence'> {
  return {
    policy,
    catalog,
    providers: new Map(
      [...providers].map(([id, facts]) => [id, { ...facts, state: { state: 'ready' } }]),
    ),
    today,
    pick: { tier: 'auto', pinned: {} },
    coolingDown: new Map(),
    latencyBudgets: {},
    latencies: new Map(),
    budgets: [],
    workspace: '',
    nowMs: Date.parse(today),
  };
}
