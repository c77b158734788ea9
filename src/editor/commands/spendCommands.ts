import { deleteHistory } from '../spend/deleteHistory.ts';
import type { CommandId } from '../platform/contributed.ts';
import { openSaveSpend } from '../spend/door.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function spendHandlers(context: CommandContext): [CommandId, Handler][] {
  const { costPanelTab, ledger, spend, panelFilter, scratchFolder, workflows } = context;
  const { evaluations, collecting } = context;
  return [
    ['tierwise.openCostPanel', () => costPanelTab.open()],
    [
      'tierwise.exportSpend',
      async () => {
        const { saveSpendAs } = await openSaveSpend();
        await saveSpendAs(ledger, spend.queryFor(panelFilter.get()));
      },
    ],
    [
      'tierwise.deleteHistory',
      async () =>
        deleteHistory({
          ledger,
          scratchFolder,
          journalFolder: workflows.journalFolder,
          evaluationFolder: evaluations.factsFolder,
          forgetRuns: (paths) => workflows.runs.forget(paths),
          collected: await collecting.files(),
          onDidDelete: async () => {
            spend.change();
            await collecting.refresh();
          },
        }),
    ],
  ];
}
