import type { InputProblem } from '../../routing/input/problems.ts';
import { type Budget, budgetsSetting } from '../../routing/budgets/budget.ts';
import { parseBudgets } from '../../routing/budgets/parseBudgets.ts';
import { parseRequestLimits } from '../../routing/budgets/parseRequestLimits.ts';
import { limitsSetting, type RequestLimits } from '../../routing/budgets/requestLimits.ts';
import type { SettingKey } from '../platform/contributed.ts';
import { isWritten, placeOf, writtenSetting } from '../platform/setting.ts';
import { slips } from './saysNothing.ts';
import { say } from '../platform/say.ts';

/** Something in the user's settings that leaves it open how much may be spent. */
export interface SpendingFault {
  /** The setting to open. */
  readonly setting: string;
  /** Its place and what to write, in one sentence. */
  readonly sentence: string;
}

/** What the user's settings say about spending. */
export interface SpendingSettings {
  readonly budgets: readonly Budget[];
  readonly limits: RequestLimits;
  /** While there is one, no call may cost money. */
  readonly faults: readonly SpendingFault[];
  readonly notes: readonly string[];
}

/** Reads the user's budgets and limits. A setting that cannot be read is a fault, never an empty one. */
export function readBudgets(): SpendingSettings {
  const { budgets, notes, problems } = parseBudgets(writtenSetting(budgetsSetting), say);
  const { limits, problems: ofLimits } = parseRequestLimits(writtenSetting(limitsSetting), say);
  return {
    budgets,
    limits,
    faults: [
      ...problems.map((problem) => faultOf(budgetsSetting, problem)),
      ...ofLimits.map((problem) => faultOf(limitsSetting, problem)),
      ...misspelt(),
    ],
    notes: notes.map((note) => placeOf(budgetsSetting, note)),
  };
}

function faultOf(setting: SettingKey, problem: InputProblem): SpendingFault {
  return { setting, sentence: placeOf(setting, problem) };
}

function misspelt(): SpendingFault[] {
  return Object.entries(slips)
    .filter(([written]) => isWritten(written))
    .map(([written, meant]) => ({
      setting: written,
      sentence: say('There is no setting {0}. Write {1}, or remove it.', written, meant),
    }));
}
