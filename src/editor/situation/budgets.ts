import type { Limit } from '../../ledger/facts.ts';
import { isTrouble, type Ledger } from '../../ledger/ledger.ts';
import type { BudgetRow } from '../../protocol/costPanel.ts';
import { type Budget, type BudgetStanding, budgetsSetting } from '../../routing/budgets/budget.ts';
import { type RequestLimits, usualLimits } from '../../routing/budgets/requestLimits.ts';
import { spanOf } from '../../routing/budgets/calendar.ts';
import { HumanError, type NextStep } from '../platform/humanError.ts';
import type { SessionTracker } from '../platform/session.ts';
import { writeSetting, writtenSetting } from '../platform/setting.ts';
import { timeZone } from '../platform/moments.ts';
import { budgetRows } from './budgetRows.ts';
import { openBudgetParser, openBudgetReader } from './door.ts';
import { saysNothing } from './saysNothing.ts';
import type { SpendingFault, SpendingSettings } from './readBudgets.ts';
import { say } from '../platform/say.ts';

export interface BudgetsParts {
  readonly ledger: Ledger;
  readonly session: SessionTracker;
  readonly warn: (message: string) => void;
  readonly report: (bug: unknown) => void;
}

/** The setting changed while a request ran, and is being read. */
const unread: SpendingFault = {
  setting: budgetsSetting,
  sentence: say('Your budgets have just changed and are not read yet. Run the task again.'),
};

/** The budgets in the user's settings, and their standing in the ledger that all windows share. */
export class Budgets {
  private readonly parts: BudgetsParts;
  private reader: Awaited<ReturnType<typeof openBudgetReader>> | undefined;

  constructor(parts: BudgetsParts) {
    this.parts = parts;
  }

  /** The budgets in the settings. */
  get all(): readonly Budget[] {
    return this.settings().budgets;
  }

  /** What the user lets one request and one run spend. */
  get limits(): RequestLimits {
    return this.settings().limits;
  }

  /** What is wrong in the settings; while there is something, no call may cost money. */
  get faults(): readonly SpendingFault[] {
    return this.settings().faults;
  }

  /** What is wrong, once the settings are read. */
  async readFaults(): Promise<readonly SpendingFault[]> {
    await this.read();
    return this.faults;
  }

  /** The faults as limits that let nothing pass which costs money. */
  get blocks(): readonly Limit[] {
    return this.faults.map(({ setting, sentence }) => ({
      budgetId: setting,
      capNanoUsd: 0,
      span: { fromMs: 0 },
      setting,
      fault: sentence,
    }));
  }

  /** How much of each budget is spent. Rejects with LedgerError when the ledger cannot be read. */
  async standings(): Promise<readonly BudgetStanding[]> {
    await this.read();
    const { all: budgets } = this;
    if (budgets.length === 0) return [];
    const limits = budgets.map((budget) => this.limitOf(budget, budget.nanoUsd));
    const standings = await this.parts.ledger.standings(limits);
    return budgets.map((budget, index) => ({
      budget,
      span: limits[index]!.span,
      ...standings[index]!,
    }));
  }

  /** The standings. Rejects with HumanError when there are budgets and their standing is unknown. */
  async known(): Promise<readonly BudgetStanding[]> {
    try {
      return await this.standings();
    } catch (error) {
      if (isTrouble(error)) throw unknownBudgets(error.message);
      this.parts.report(error);
      const why = error instanceof Error ? error.message : String(error);
      throw unknownBudgets(
        say('Tierwise could not read your budgets because of an internal error: {0}.', why),
        [{ label: say('Show Log'), command: 'tierwise.showLog' }],
      );
    }
  }

  /** Rejects with HumanError when there are budgets and their standing is unknown. */
  async ensureKnown(): Promise<void> {
    await this.known();
  }

  /** The budgets as the cost panel shows them. */
  async rows(): Promise<readonly BudgetRow[]> {
    const standings = await this.standings();
    return standings.flatMap((standing) => budgetRows(standing, Date.now()));
  }

  /** A budget, or a part of its amount, as a limit that the ledger enforces. */
  limitOf(budget: Budget, capNanoUsd: number): Limit {
    const { id: sessionId, startedAtMs } = this.parts.session.current;
    const { id, period, workspace, taskType, plan } = budget;
    const zone = plan && period === 'month' ? plan.monthsIn : timeZone();
    return {
      budgetId: id,
      capNanoUsd,
      span: spanOf(period, Date.now(), zone, startedAtMs),
      ...(period === 'session' && { sessionId }),
      ...(workspace !== undefined && { workspace }),
      ...(taskType !== undefined && { taskType }),
      ...(plan && { models: plan.models }),
    };
  }

  /** Writes a new amount into the user's settings, in USD or in credits, as the budget is written. */
  async raise({ id: budgetId, plan }: Budget, amount: number): Promise<void> {
    const written = writtenSetting(budgetsSetting);
    if (!Array.isArray(written)) return;
    const { parseBudgets } = await openBudgetParser();
    const idOf = (each: unknown) => parseBudgets([each]).budgets[0]?.id;
    const index = written.findIndex((each) => idOf(each) === budgetId);
    if (index < 0) return;
    const unit = plan ? 'credits' : 'usd';
    const raised = written.with(index, { ...(written[index] as object), [unit]: amount });
    await writeSetting(budgetsSetting, raised);
  }

  private async read(): Promise<void> {
    if (saysNothing()) return;
    this.reader ??= await openBudgetReader();
  }

  // Read again each time, because another window or the developer may have changed them.
  private settings(): SpendingSettings {
    if (saysNothing()) return nothingSaid;
    if (!this.reader) {
      this.read().catch(this.parts.report);
      return { ...nothingSaid, faults: [unread] };
    }
    const read = this.reader.readBudgets();
    for (const { sentence } of read.faults) this.parts.warn(`${sentence} ${untilItIsRight}`);
    for (const note of read.notes) this.parts.warn(note);
    return read;
  }
}

const nothingSaid: SpendingSettings = { budgets: [], limits: usualLimits, faults: [], notes: [] };
/** What a fault means for the developer. */
export const untilItIsRight = say('Until it is right, no call may cost money.');

function unknownBudgets(why: string, steps: readonly NextStep[] = []): HumanError {
  const message = say('{0} Nothing is sent until Tierwise can check your budgets.', why);
  return new HumanError(message, [
    ...steps,
    { label: say('Open Settings'), setting: budgetsSetting },
  ]);
}
