import { deleteHistory } from '../deleteHistory.ts';
import type { CommandId } from '../contributed.ts';
import { exportSpend } from '../exportSpend.ts';
import type { Handler, World } from './world.ts';

export function spendHandlers(world: World): [CommandId, Handler][] {
  const { costPanelTab, ledger, spend, panelFilter } = world;
  return [
    ['tierwise.openCostPanel', () => costPanelTab.open()],
    ['tierwise.exportSpend', () => exportSpend(ledger, spend.queryFor(panelFilter.get()))],
    ['tierwise.deleteHistory', () => deleteHistory(ledger, () => spend.change())],
  ];
}
