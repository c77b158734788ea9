import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import type { Limit } from '../../ledger/facts.ts';
import { spanOf } from '../../routing/budgets/calendar.ts';
import {
  type ExtensionCaps,
  parseExtensionCaps,
} from '../../routing/budgets/parseExtensionCaps.ts';
import { formatExactUsd } from '../../routing/models/money.ts';
import { raiseCapOrBudget } from '../platform/describeProblem.ts';
import { HumanError, type NextStep } from '../platform/humanError.ts';
import { tellProblems, userSetting } from '../platform/setting.ts';
import { timeZone } from '../platform/timeZone.ts';
import { hourMs } from '../../routing/time.ts';

const openSetting: NextStep = { label: 'Open Settings', setting: 'tierwise.otherExtensions' };

/** Keeps other extensions within the limits that the developer's settings set for each of them. */
export interface ExtensionCapKeeper {
  /** Counts a request. Throws HumanError when the extension has made too many in the last hour. */
  count(extension: string): void;
  /** The developer's budgets and the extension's own. Asks nothing: the developer may not be there. */
  budgetGuard(extension: string, budgets: BudgetGuard): BudgetGuard;
}

export function createExtensionCaps(parts: {
  readonly now: () => number;
  /** Warns the developer; shows the same message only once. */
  readonly warn: (message: string) => void;
}): ExtensionCapKeeper {
  const { now, warn } = parts;
  const madeAt = new Map<string, number[]>();

  function caps(): ExtensionCaps {
    const { caps: read, problems } = parseExtensionCaps(userSetting('tierwise.otherExtensions'));
    tellProblems('tierwise.otherExtensions', problems, warn);
    return read;
  }

  return {
    count(extension) {
      const { requestsPerHour } = caps();
      const since = now() - hourMs;
      const recent = (madeAt.get(extension) ?? []).filter((atMs) => atMs > since);
      madeAt.set(extension, recent);
      if (recent.length >= requestsPerHour) {
        const allowed = requestsPerHour === 1 ? '1 request' : `${requestsPerHour} requests`;
        const message = `${extension} was refused: it may make ${allowed} an hour through Tierwise. Raise requestsPerHour in tierwise.otherExtensions if you want that.`;
        warn(message);
        throw new HumanError(message, [openSetting]);
      }
      recent.push(now());
    },
    budgetGuard: (extension, budgets) => ({
      limits: (call) => [...budgets.limits(call), limitOf(extension, caps(), now())],
      askToRaise: async ({ limit, simulated }) => {
        const where = simulated ? ' in practice money' : '';
        warn(
          `${extension} asked for more than ${limit.budgetId} allows${where}, and was refused. ${raiseCapOrBudget}`,
        );
        return false;
      },
    }),
  };
}

function limitOf(origin: string, { nanoUsdPerDay }: ExtensionCaps, nowMs: number): Limit {
  return {
    budgetId: `${formatExactUsd(nanoUsdPerDay)} per day for ${origin}`,
    capNanoUsd: nanoUsdPerDay,
    span: spanOf('day', nowMs, timeZone(), nowMs),
    origin,
  };
}
