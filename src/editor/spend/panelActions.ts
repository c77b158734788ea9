import * as vscode from 'vscode';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Answers } from '../answers/answer.ts';
import type { AnswerView } from '../answers/answerView.ts';
import type { PanelPress } from './costPanel.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import type { ProsePanels } from '../answers/prosePanels.ts';
import { budgetsSetting } from '../../routing/budgets/budget.ts';
import { openUserSetting } from '../platform/reporter.ts';
import type { Budgets } from '../situation/budgets.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import { requestStory } from './requestPage.ts';
import type { StrategyReview } from './strategyReview.ts';
import { timeZone } from '../platform/moments.ts';
import { say } from '../platform/say.ts';

export interface PressParts {
  readonly ledger: Ledger;
  readonly answers: Answers;
  readonly view: AnswerView;
  readonly prose: ProsePanels;
  readonly situation: SituationSource;
  readonly review: StrategyReview;
  readonly budgets: Budgets;
}

/** Handles a press in the cost panel. */
export async function takePress(press: PanelPress, parts: PressParts): Promise<void> {
  switch (press.kind) {
    case 'showRequest':
      return showRequest(press.requestId, parts);
    case 'markReviewed':
      return parts.review.markReviewed(await parts.situation.policy());
    case 'openStrategy':
      await vscode.commands.executeCommand(
        'workbench.action.openSettings',
        '@ext:tierwise.tierwise',
      );
      return;
    case 'showReady':
    case 'getStarted':
      await vscode.commands.executeCommand(`tierwise.${press.kind}` satisfies CommandId);
      return;
    case 'openBudgets': {
      const [fault] = await parts.budgets.readFaults();
      await openUserSetting(fault?.setting ?? budgetsSetting);
    }
  }
}

/** Shows the answer if this window still has it, else what the ledger knows of the request. */
async function showRequest(
  id: string,
  { answers, view, ledger, prose }: PressParts,
): Promise<void> {
  const answer = answers.find(id);
  if (answer) return view.show(answer);
  const story = await ledger.requestStory(id);
  if (!story)
    throw new HumanError(vscode.l10n.t('This request was deleted from the history meanwhile.'));
  prose.show({
    id: `story:${id}`,
    title: say('Request: {0}', story.request.subject),
    status: () => say('What Tierwise’s ledger knows about this request'),
    markdown: () => requestStory(story, timeZone()),
    running: () => false,
  });
}
