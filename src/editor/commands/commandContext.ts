import type { Ledger } from '../../ledger/ledger.ts';
import type { AcceptedAnswers } from '../answers/acceptedAnswers.ts';
import type { Answers } from '../answers/answer.ts';
import type { AnswerView } from '../answers/answerView.ts';
import type { EditPreview } from '../answers/editPreview.ts';
import type { ProsePanels } from '../answers/prosePanels.ts';
import type { ReviewComments } from '../answers/reviewComments.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { RunNews } from '../platform/runNews.ts';
import type { Keys, OtlpHeaders } from '../platform/secrets.ts';
import type { SessionTracker } from '../platform/session.ts';
import type { EvidenceSource } from '../situation/evidenceSource.ts';
import type { ProviderRegistry } from '../situation/providerRegistry.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import type { PickStore } from '../situation/tierPick.ts';
import type { CostPanelTab } from '../spend/costPanelTab.ts';
import type { FilterStore } from '../spend/filterStore.ts';
import type { Spend } from '../spend/spend.ts';
import type { TaskRunner } from '../tasks/taskRunner.ts';
import type { TaskTypes } from '../tasks/taskTypes.ts';
import type { WorkflowWorld } from '../workflows/createWorkflows.ts';

/** What commands work on. */
export interface CommandContext {
  readonly runner: TaskRunner;
  readonly news: RunNews;
  readonly taskTypes: TaskTypes;
  readonly evidence: EvidenceSource;
  readonly answers: Answers;
  readonly accepted: AcceptedAnswers;
  readonly view: AnswerView;
  readonly preview: EditPreview;
  readonly prose: ProsePanels;
  readonly comments: ReviewComments;
  readonly situation: SituationSource;
  readonly providers: ProviderRegistry;
  readonly keys: Keys;
  readonly otlpHeaders: OtlpHeaders;
  readonly pick: PickStore;
  readonly session: SessionTracker;
  readonly costPanelTab: CostPanelTab;
  readonly ledger: Ledger;
  readonly spend: Spend;
  readonly panelFilter: FilterStore;
  readonly workflows: WorkflowWorld;
  readonly report: Reporter;
}

export type Handler = (argument?: unknown) => Promise<void> | void;
