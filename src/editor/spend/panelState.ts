import { cheapestBaseline } from '../../routing/hindsight/cheapestBaseline.ts';
import { regret } from '../../routing/hindsight/regret.ts';
import { warningSigns } from '../../routing/hindsight/warningSigns.ts';
import type { PanelFilter, PanelState } from '../../protocol/costPanel.ts';
import type { SessionTracker } from '../platform/session.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import type { Spend } from '../situation/spend.ts';
import { spendingOf } from './spendingOf.ts';
import type { StrategyReview } from './strategyReview.ts';
import { timeZone } from '../platform/moments.ts';

export interface PanelSources {
  readonly spend: Spend;
  readonly session: SessionTracker;
  readonly situation: SituationSource;
  readonly review: StrategyReview;
}

/** What a panel shows for a filter. Rejects with LedgerError when the ledger cannot be read. */
export async function panelState(filter: PanelFilter, sources: PanelSources): Promise<PanelState> {
  const { spend, session, situation, review } = sources;
  const [chosen, ofSession, ofToday, budgets, faults, priced] = await Promise.all([
    spend.report(filter),
    spend.total({ span: 'session' }),
    spend.total({ span: 'today' }),
    spend.budgets(),
    spend.faults(),
    situation.priced(),
  ]);
  const { standingUsage, tried, ...report } = chosen;
  const cheapest = cheapestBaseline(standingUsage, priced, new Set(standingUsage.models));
  return {
    kind: 'state',
    sessionStartedAtMs: session.current.startedAtMs,
    timeZone: timeZone(),
    glance: { session: ofSession, today: ofToday },
    budgets,
    faults: faults.map(({ sentence }) => sentence),
    filter,
    report,
    ...(cheapest && { cheapest }),
    regrets: regret(tried),
    warnings: warningSigns({
      tiers: priced.policy.tiers.length,
      daysSinceReview: review.daysSince(priced.policy),
      ...(isWide(filter) && { spending: spendingOf(report) }),
    }),
  };
}

/** Spend on a single tier or model says nothing about moves between tiers. */
function isWide({ tier, model }: PanelFilter): boolean {
  return tier === undefined && model === undefined;
}
