import * as vscode from 'vscode';
import { whatIf } from '../../../execution/workflow/compare/whatIf.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { ProsePanels } from '../../answers/prosePanels.ts';
import type { SituationSource } from '../../situation/situationSource.ts';
import { whatIfPage } from './whatIfPage.ts';
import { workflowName } from '../files/workflowName.ts';
import type { WorkflowRun } from '../workflowRuns.ts';
import { say } from '../../platform/say.ts';

/** Opens a page with the cost of a run today: as declared, and with every step on each tier. */
export async function showWhatIf(
  { id, trace }: WorkflowRun,
  {
    situation: source,
    prose,
  }: { readonly situation: SituationSource; readonly prose: ProsePanels },
): Promise<void> {
  const hasRequests = [...trace.steps.values()].some(({ requests }) => requests.length > 0);
  if (!hasRequests)
    throw new HumanError(
      vscode.l10n.t(
        'This run asked no model, so it would cost nothing on any tier. Choose another run.',
      ),
    );
  const situation = await source.current(undefined, { speeds: true });
  const answers = [
    {
      change: say('as declared, with today’s prices and policy'),
      answer: whatIf(trace, { say, situation }),
    },
    ...situation.policy.tiers.map(({ name }) => ({
      change: say('every step on {0}', name),
      answer: whatIf(trace, { say, situation, everywhere: name }),
    })),
  ];
  const page = whatIfPage(answers);
  prose.show({
    id: `${id}#whatIf`,
    title: say('What If: {0}', workflowName(trace.workflow)),
    status: () => say('Calculated from the run’s own tokens; no model was asked'),
    markdown: () => page,
    running: () => false,
  });
}
