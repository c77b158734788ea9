import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  describeEnd,
  proposedRule,
  type WrittenRule,
} from '../../../evaluation/watching/experiments/describeExperiment.ts';
import type { ExperimentStanding } from '../../../evaluation/watching/experiments/experimentFacts.ts';
import { isFirst } from '../../../evaluation/watching/once.ts';
import type { SettingKey } from '../../platform/contributed.ts';
import { plainMessage } from '../../platform/escape.ts';
import { writeSetting, writtenSetting } from '../../platform/setting.ts';
import type { Services } from '../../services.ts';
import { say } from '../../platform/say.ts';

const rulesSetting: SettingKey = 'tierwise.rules';
/** Scheme of the two texts that a proposed rule is compared in. */
const scheme = 'tierwise-rules';

/** Tells how an experiment ended, once for all windows and restarts; offers the rule that it proposes. */
export async function tellEnd(
  standing: ExperimentStanding,
  { storage, report }: Pick<Services, 'storage' | 'report'>,
): Promise<void> {
  const text = describeEnd(standing, say);
  const told = join(storage.fsPath, 'told');
  if (text === undefined || !(await isFirst(told, `experiment ${standing.key}`))) return;
  report.log.info(text);
  const rule = proposedRule(standing);
  const show = say('Show Rule');
  const chosen = await vscode.window.showInformationMessage(
    plainMessage(text),
    ...(rule ? [show] : []),
  );
  if (rule && chosen === show) await proposeRule(rule);
}

/** Shows the rules of the user's settings beside those with one more, and adds it when they say so. */
async function proposeRule(rule: WrittenRule): Promise<void> {
  const written = writtenSetting(rulesSetting);
  const rules: readonly unknown[] = Array.isArray(written) ? written : [];
  const proposed = [rule, ...rules];
  const texts = { now: textOf(rules), proposed: textOf(proposed) };
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ authority }) =>
      authority === 'now' ? texts.now : texts.proposed,
  });
  try {
    const place = (side: keyof typeof texts) =>
      vscode.Uri.from({ scheme, authority: side, path: `/${rulesSetting}.json` });
    const title = say('Proposed Rule (User Settings)');
    await vscode.commands.executeCommand('vscode.diff', place('now'), place('proposed'), title);
    const add = say('Add Rule');
    const chosen = await vscode.window.showInformationMessage(
      plainMessage(
        say('Add the rule “{0}” to your settings? It comes before your other rules.', rule.name),
      ),
      add,
    );
    if (chosen !== add) return;
    await writeSetting(rulesSetting, proposed);
  } finally {
    provider.dispose();
  }
}

function textOf(rules: readonly unknown[]): string {
  return `${JSON.stringify(rules, undefined, 2)}\n`;
}
