import type { Ledger } from '../../ledger/ledger.ts';
import type { AcceptedAnswers } from '../acceptedAnswers.ts';
import type { Answers } from '../answer.ts';
import type { AnswerView } from '../answerView.ts';
import type { CostPanelTab } from '../costPanelTab.ts';
import type { EditPreview } from '../editPreview.ts';
import type { FilterStore } from '../filterStore.ts';
import type { EvidenceSource } from '../evidenceSource.ts';
import type { PickStore } from '../pick.ts';
import type { ProsePanels } from '../prosePanels.ts';
import type { ProviderRegistry } from '../providerRegistry.ts';
import type { Reporter } from '../report.ts';
import type { ReviewComments } from '../reviewComments.ts';
import type { RunNews } from '../runNews.ts';
import type { Keys, OtlpHeaders } from '../secrets.ts';
import type { SessionTracker } from '../session.ts';
import type { SituationSource } from '../situationSource.ts';
import type { Spend } from '../spend.ts';
import type { TaskTypes } from '../taskTypes.ts';
import type { TaskRunner } from '../taskRunner.ts';
import type { WorkflowWorld } from './workflowCommands.ts';

/** What commands work on. */
export interface World {
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
