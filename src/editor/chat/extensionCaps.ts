import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import { refusalOf } from '../../execution/attempt/refusal.ts';
import type { Limit, OverLimit, ReservationFact } from '../../ledger/facts.ts';
import { spanOf } from '../../routing/budgets/calendar.ts';
import {
  type ExtensionCaps,
  parseExtensionCaps,
} from '../../routing/budgets/parseExtensionCaps.ts';
import { formatExactUsd } from '../../routing/models/money.ts';
import { raiseCapOrBudget } from '../platform/describeProblem.ts';
import { HumanError, type NextStep } from '../platform/humanError.ts';
import { placeOf, writtenSetting } from '../platform/setting.ts';
import { timeZone } from '../platform/moments.ts';
import { hourMs } from '../../routing/time.ts';
import { say } from '../platform/say.ts';

const setting = 'tierwise.otherExtensions';
const openSetting: NextStep = { label: say('Open Settings'), setting };

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

  function read(): { readonly caps: ExtensionCaps; readonly fault?: string } {
    const { caps, problems } = parseExtensionCaps(writtenSetting(setting), say);
    const [fault] = problems.map((problem) => placeOf(setting, problem));
    if (fault === undefined) return { caps };
    warn(say('{0} Until it is right, no call of another extension may cost money.', fault));
    return { caps, fault };
  }

  return {
    count(extension) {
      const { requestsPerHour } = read().caps;
      const since = now() - hourMs;
      const recent = (madeAt.get(extension) ?? []).filter((atMs) => atMs > since);
      madeAt.set(extension, recent);
      if (recent.length >= requestsPerHour) {
        const message =
          requestsPerHour === 1
            ? say(
                '{0} was refused: it may make 1 request an hour through Tierwise. Raise requestsPerHour in tierwise.otherExtensions if you want that.',
                extension,
              )
            : say(
                '{0} was refused: it may make {1} requests an hour through Tierwise. Raise requestsPerHour in tierwise.otherExtensions if you want that.',
                extension,
                requestsPerHour,
              );
        warn(message);
        throw new HumanError(message, [openSetting]);
      }
      recent.push(now());
    },
    budgetGuard: (extension, budgets) => ({
      limits(call) {
        const { caps, fault } = read();
        const own = limitOf(extension, caps, now());
        const block = { ...own, setting, fault: fault ?? '' };
        return [...budgets.limits(call), ...(fault === undefined ? [own] : [block])];
      },
      askToRaise: async (over, _, call) => {
        warn(whyRefused(extension, over, call));
        return false;
      },
    }),
  };
}

function whyRefused(extension: string, over: OverLimit, call: ReservationFact): string {
  const { limit, simulated, worstCaseNanoUsd } = over;
  if (worstCaseNanoUsd === undefined) {
    return say('{0} was refused: {1}', extension, refusalOf(over, call).message);
  }
  const what = simulated
    ? say(
        '{0} asked for more than {1} allows in practice money, and was refused.',
        extension,
        limit.budgetId,
      )
    : say('{0} asked for more than {1} allows, and was refused.', extension, limit.budgetId);
  return `${what} ${raiseCapOrBudget}`;
}

function limitOf(origin: string, { nanoUsdPerDay }: ExtensionCaps, nowMs: number): Limit {
  return {
    budgetId: `${formatExactUsd(nanoUsdPerDay)} per day for ${origin}`,
    capNanoUsd: nanoUsdPerDay,
    span: spanOf('day', nowMs, timeZone(), nowMs),
    origin,
  };
}
