import type { ProsePanels } from '../answers/prosePanels.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { Budgets } from '../situation/budgets.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import type { TaskTypes } from '../tasks/taskTypes.ts';

/** What the page and its tester work on. */
export interface ExplainParts {
  readonly situation: SituationSource;
  readonly budgets: Budgets;
  readonly taskTypes: TaskTypes;
  readonly prose: ProsePanels;
  readonly report: Reporter;
}
