import { deleteHistory } from '../spend/deleteHistory.ts';
import type { CommandId } from '../platform/contributed.ts';
import { saveSpendAs } from '../spend/saveSpend.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function spendHandlers(context: CommandContext): [CommandId, Handler][] {
  const { costPanelTab, ledger, spend, panelFilter } = context;
  return [
    ['tierwise.openCostPanel', () => costPanelTab.open()],
    ['tierwise.exportSpend', () => saveSpendAs(ledger, spend.queryFor(panelFilter.get()))],
    ['tierwise.deleteHistory', () => deleteHistory(ledger, () => spend.change())],
  ];
}
