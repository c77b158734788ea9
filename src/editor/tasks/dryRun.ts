import { whatWouldHappen } from '../../routing/dryRun/whatWouldHappen.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { dryRunStory } from '../answers/dryRunPage.ts';
import type { ProseAction, ProseSource } from '../answers/prosePanels.ts';
import { say } from '../platform/say.ts';

/**
 * A page that says what would happen to a task. No model is asked, and nothing is written in the ledger.
 * `of` names the task, such as `the selection`.
 */
export function dryRunPage(
  task: Task,
  situation: Situation,
  { of, actions = [] }: { readonly of: string; readonly actions?: readonly ProseAction[] },
): ProseSource {
  const story = dryRunStory(whatWouldHappen(task, situation, say));
  return {
    id: 'dryRun',
    title: say('Tierwise: What Would Happen?'),
    status: () => say('What would happen to {0}, and why', of),
    markdown: () => story,
    running: () => false,
    actions: () => actions,
  };
}
