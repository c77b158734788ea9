import { budgetsSetting } from '../../routing/budgets/budget.ts';
import { limitsSetting } from '../../routing/budgets/requestLimits.ts';
import type { SettingKey } from '../platform/contributed.ts';
import { isWritten, writtenSetting } from '../platform/setting.ts';

/** Names that people write instead of ours, and the settings that they mean. VS Code ignores the former. */
export const slips: Readonly<Record<string, SettingKey>> = {
  'tierwise.budget': budgetsSetting,
  'tierwise.Budget': budgetsSetting,
  'tierwise.Budgets': budgetsSetting,
  'tierwise.limit': limitsSetting,
  'tierwise.Limits': limitsSetting,
  'tierwise.requestLimits': limitsSetting,
};

/** Whether the user's settings say nothing about spending, so that no reader is needed. */
export function saysNothing(): boolean {
  const budgets = writtenSetting(budgetsSetting);
  const hasBudgets = budgets !== undefined && !(Array.isArray(budgets) && budgets.length === 0);
  return !hasBudgets && [limitsSetting, ...Object.keys(slips)].every((key) => !isWritten(key));
}
