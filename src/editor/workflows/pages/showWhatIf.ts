import { whatIf } from '../../../execution/workflow/compare/whatIf.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { ProsePanels } from '../../answers/prosePanels.ts';
import type { SituationSource } from '../../situation/situationSource.ts';
import { whatIfPage } from './whatIfPage.ts';
import { workflowName } from '../files/workflowName.ts';
import type { WorkflowRun } from '../workflowRuns.ts';

/** Opens a page with what a run would have cost as declared now, and with every step on each tier. */
export async function showWhatIf(
  { id, trace }: WorkflowRun,
  {
    situation: source,
    prose,
  }: { readonly situation: SituationSource; readonly prose: ProsePanels },
): Promise<void> {
  const isAsked = [...trace.steps.values()].some(({ requests }) => requests.length > 0);
  if (!isAsked) throw new HumanError('This run asked no model, so it cost nothing in any case.');
  const situation = await source.current();
  const answers = [
    { change: 'as declared, with today’s prices and policy', answer: whatIf(trace, { situation }) },
    ...situation.policy.tiers.map(({ name }) => ({
      change: `every step on ${name}`,
      answer: whatIf(trace, { situation, everywhere: name }),
    })),
  ];
  const page = whatIfPage(answers);
  prose.show({
    id: `${id}#whatIf`,
    title: `What If: ${workflowName(trace.workflow)}`,
    status: () => 'Worked out from the run’s own tokens; nothing was asked',
    markdown: () => page,
    running: () => false,
  });
}
