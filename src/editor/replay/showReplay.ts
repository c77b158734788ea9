import * as vscode from 'vscode';
import { keywordRulesOf } from '../../evaluation/replay/partsOfReplay.ts';
import type { Replay } from '../../evaluation/replay/replay.ts';
import { replayInWorker } from '../../evaluation/replay/replayInWorker.ts';
import { isTrouble } from '../../ledger/ledger.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import { dayMs } from '../../routing/time.ts';
import type { ProsePanels } from '../answers/prosePanels.ts';
import { currentText } from '../platform/currentText.ts';
import { HumanError } from '../platform/humanError.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { readPolicyText } from '../situation/policyText.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import { usualSituation } from '../../routing/dryRun/usualSituation.ts';
import { replayPage } from './replayPage.ts';
import { say } from '../platform/say.ts';

/*
 * Replay: what past work would have cost under another policy. In come the ledger's file and a policy; a page
 * goes out. Reading the work and deciding it again is done by a thread of its own.
 */

interface ReplayParts {
  readonly situation: SituationSource;
  readonly prose: ProsePanels;
  /** The folder of the ledger. */
  readonly storage: vscode.Uri;
}

/** How far back it looks. Chosen by judgement: long enough for a figure, short enough for today's habits. */
const days = 30;

/** Asks for a policy and opens a page with what the work of the last 30 days would have cost under it. */
export async function showReplay({ situation, prose, storage }: ReplayParts): Promise<void> {
  const chosen = await choosePolicy(situation);
  if (!chosen) return;
  const { policy, name } = chosen;
  const offer = await situation.offer();
  const task = {
    ledgerFile: vscode.Uri.joinPath(storage, 'ledger.sqlite').fsPath,
    fromMs: Date.now() - days * dayMs,
    situation: usualSituation({ ...offer, policy }),
  };
  const replayed = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Tierwise: replaying past work…'),
      cancellable: true,
    },
    (_, token) => unlessCancelled(task, token),
  );
  if (!replayed) return;
  const keywordRules = keywordRulesOf(policy.rules);
  const page = replayPage(replayed, { policy: name, days, keywordRules });
  prose.show({
    id: 'replay',
    title: say('Tierwise: Replay'),
    status: () => say('Calculated from your ledger; no model was asked'),
    markdown: () => page,
    running: () => false,
  });
}

/** Undefined when it was cancelled. */
async function unlessCancelled(
  task: Parameters<typeof replayInWorker>[0],
  token: vscode.CancellationToken,
): Promise<Replay | undefined> {
  const workerUrl = new URL('./replayWorker.js', import.meta.url);
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  try {
    return await replayInWorker(task, { workerUrl, signal: abort.signal });
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw isTrouble(error) ? new HumanError(error.message) : error;
  }
}

interface ChosenPolicy {
  readonly policy: Policy;
  readonly name: string;
}

async function choosePolicy(situation: SituationSource): Promise<ChosenPolicy | undefined> {
  const here = {
    label: vscode.l10n.t('The policy in the editor now'),
    detail: vscode.l10n.t(
      'Your rules, the repository’s policy file, saved or not, and the shipped rules.',
    ),
  };
  const other = {
    label: vscode.l10n.t('Another policy file…'),
    detail: vscode.l10n.t('It takes the place of the repository’s policy.'),
  };
  const chosen = await vscode.window.showQuickPick([here, other], {
    title: vscode.l10n.t('Tierwise: Replay Past Work with This Policy'),
    placeHolder: vscode.l10n.t(
      'Which policy decides the work of the last {0} days again? No model is asked.',
      days,
    ),
  });
  if (chosen === here) {
    return { policy: await situation.policyAsWritten(), name: say('the policy in the editor now') };
  }
  return chosen === other ? otherPolicy(situation) : undefined;
}

async function otherPolicy(situation: SituationSource): Promise<ChosenPolicy | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Replay Past Work with a Policy File'),
      openLabel: vscode.l10n.t('Replay'),
      filters: { YAML: ['yaml', 'yml'] },
    })) ?? [];
  if (!uri) return undefined;
  const name = shownPath(uri);
  const text = await currentText(uri);
  if (text === undefined)
    throw new HumanError(vscode.l10n.t('{0} cannot be read. Choose another file.', name));
  const [{ tiers }, { request }] = await Promise.all([situation.policy(), situation.limits()]);
  const read = readPolicyText(
    text,
    tiers.map((tier) => tier.name),
    request,
  );
  const [problem] = read.problems;
  if (!read.policy || problem) {
    throw new HumanError(
      problem
        ? say(
            '{0} has an error in line {1}: {2} Correct it, then replay again.',
            name,
            problem.range.start.line + 1,
            problem.message,
          )
        : say('{0} has an error. Correct it, then replay again.', name),
    );
  }
  return { policy: await situation.policyWith(read.policy), name };
}
