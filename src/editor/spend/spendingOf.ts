import type { PanelReport } from '../../protocol/costPanel.ts';
import type { StrategySpending } from '../../routing/hindsight/warningSigns.ts';

/** What routing has to answer for: evaluations are no part of it. */
export function spendingOf({
  total,
  classifier,
  escalation,
  evaluation,
  failedTries,
  saving,
}: PanelReport): StrategySpending {
  return {
    requests: total.requests - evaluation.requests,
    nanoUsd: total.nanoUsd - evaluation.nanoUsd,
    classifier: {
      attempts: classifier.attempts - classifier.unknownAttempts,
      nanoUsd: classifier.nanoUsd,
    },
    escalation,
    failedNanoUsd: failedTries.nanoUsd,
    ...(saving && { savedNanoUsd: saving.baselineNanoUsd - saving.spentNanoUsd }),
  };
}
