import * as vscode from 'vscode';
import { compareTiers, type TierTrial } from '../../../execution/workflow/compare/compareTiers.ts';
import { whatIf, type WhatIfStep } from '../../../execution/workflow/compare/whatIf.ts';
import { readJournal } from '../../../execution/workflow/journal/journal.ts';
import { recordedRun } from '../../../execution/workflow/journal/recordedRun.ts';
import { spentIn, type TraceStep } from '../../../execution/workflow/journal/trace.ts';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { bothPlus, describeAccounts, noMoney } from '../../../routing/models/accounts.ts';
import type { Situation } from '../../../routing/situation.ts';
import { plainMessage } from '../../platform/escape.ts';
import { HumanError } from '../../platform/humanError.ts';
import type { Services } from '../../services.ts';
import { workflowContext } from '../workflowContext.ts';
import { type WorkflowFile, workflowIn } from '../files/workflowFile.ts';
import { workflowName } from '../files/workflowName.ts';
import type { WorkflowRun } from '../workflowRuns.ts';
import { comparePage } from './comparePage.ts';
import { modelWords, spentWords } from './describeTrace.ts';
import { say } from '../../platform/say.ts';

/** After a confirmation, asks one step of a run again on each tier and compares the answers. */
export async function compareOnTiers(
  run: WorkflowRun,
  stepId: string | undefined,
  { file, ...parts }: Services & { readonly file: WorkflowFile },
): Promise<void> {
  const step = stepId === undefined ? await chosenStep(run) : run.trace.steps.get(stepId);
  if (!step) return;
  if (step.requests.length === 0) {
    throw new HumanError(
      vscode.l10n.t(
        '“{0}” asked no model in this run, so there is nothing to compare. Choose another step.',
        step.id,
      ),
    );
  }
  const workflow = workflowIn(file);
  const situation = await parts.situation.current();
  const expected = expectedOn(run, step, situation);
  if (!(await confirmCost(step, expected))) return;
  await parts.budgets.ensureKnown();
  const events = await readJournal(run.id);
  const tiers = situation.policy.tiers.map(({ name }) => name);
  const context = workflowContext(parts, {
    folder: vscode.Uri.joinPath(file.uri, '..'),
    inputs: () => Object.values(recordedRun(events)?.inputs ?? {}),
    remember: () => undefined,
  });
  await showTrials({ step, name: workflowName(file.name), tiers: tiers.length }, parts, (signal) =>
    compareTiers({ step: step.id, tiers, workflow, events }, context, signal),
  );
}

async function showTrials(
  {
    step,
    name,
    tiers,
  }: { readonly step: TraceStep; readonly name: string; readonly tiers: number },
  { prose, news }: Services,
  trialsOn: (signal: AbortSignal) => AsyncIterable<TierTrial>,
): Promise<void> {
  const trials: TierTrial[] = [];
  let isRunning = true;
  const id = `${step.id}#${Date.now()}#compare`;
  const show = (): void =>
    prose.show({
      id,
      title: say('Compare: {0} › {1}', name, step.name),
      status: () =>
        `${say('{0} of {1} tiers asked', trials.length, tiers)}${isRunning ? ' …' : ''}`,
      markdown: () => comparePage(trials),
      running: () => isRunning,
    });
  const title = plainMessage(vscode.l10n.t('Asking “{0}” on each tier …', step.id));
  const location = vscode.ProgressLocation.Notification;
  try {
    await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      for await (const trial of trialsOn(abort.signal)) {
        trials.push(trial);
        news.emitSpend();
        show();
      }
    });
  } catch (error) {
    if (error instanceof StepFailure) throw new HumanError(error.message);
    throw error;
  } finally {
    isRunning = false;
    if (trials.length > 0) prose.update(id);
  }
}

async function chosenStep({ trace }: WorkflowRun): Promise<TraceStep | undefined> {
  const steps = [...trace.steps.values()].filter(
    ({ kind, requests }) => kind === 'model' && requests.length > 0,
  );
  const chosen = await vscode.window.showQuickPick(
    steps.map((step) => ({
      label: step.id,
      description: [modelWords(step), spentWords(spentIn(trace, step.id))]
        .filter(Boolean)
        .join(' · '),
      step,
    })),
    { title: vscode.l10n.t('Tierwise: Compare Tiers on a Step') },
  );
  return chosen?.step;
}

type Expected = Pick<WhatIfStep, 'plan' | 'would'> & {
  readonly tier: string;
  readonly unknown: readonly string[];
};

/** The expected cost on each tier, from the tokens that the step used in the run. */
function expectedOn({ trace }: WorkflowRun, step: TraceStep, situation: Situation): Expected[] {
  const alone = { ...trace, steps: new Map([[step.id, step]]) };
  return situation.policy.tiers.map(({ name: tier }) => {
    const { steps, unknown } = whatIf(alone, { say, situation, everywhere: tier });
    return { tier, plan: steps[0]?.plan, would: steps[0]?.would, unknown };
  });
}

async function confirmCost({ id }: TraceStep, expected: readonly Expected[]): Promise<boolean> {
  const known = expected.flatMap(({ would }) => (would ? [would.high] : []));
  const sum = describeAccounts(known.reduce(bothPlus, noMoney), say);
  const lines = expected.map(
    ({ tier, plan, would }) =>
      `${plan ?? say('{0}: nothing is ready', tier)}: ${would ? say('about {0}', describeAccounts(would.high, say)) : say('cost unknown')}`,
  );
  const together =
    known.length === expected.length ? say('about {0}', sum) : say('more than about {0}', sum);
  const compare = say('Compare');
  const chosen = await vscode.window.showWarningMessage(
    plainMessage(say('Ask “{0}” again on each tier, for {1} together?', id, together)),
    {
      modal: true,
      detail: [
        ...lines,
        '',
        ...new Set(expected.flatMap(({ unknown }) => unknown)),
        say('The ledger records the calls; the run itself does not change.'),
      ].join('\n'),
    },
    compare,
  );
  return chosen === compare;
}
