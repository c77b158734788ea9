import * as vscode from 'vscode';
import { openExplain } from '../explain/door.ts';
import { forgetAllowedCommands } from '../gates/approveCommand.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { openReplay } from '../replay/door.ts';
import { cycleTier, pickTier, pinTier } from '../statusBar/tierPicker.ts';
import type { Handler, CommandContext } from './commandContext.ts';

export function policyHandlers(context: CommandContext): [CommandId, Handler][] {
  const { situation, pick, session, report, workspaceState } = context;
  return [
    ['tierwise.pickTier', (tier) => pickTier(situation, pick, tier)],
    ['tierwise.cycleTier', () => cycleTier(situation, pick)],
    ['tierwise.pinTier', () => pinTier(situation, pick)],
    ['tierwise.openPolicy', () => openPolicy(context)],
    ['tierwise.replayPolicy', () => replayPolicy(context)],
    ['tierwise.explainRouting', () => explainRouting(context)],
    ['tierwise.forgetAllowedCommands', () => forgetAllowedCommands(workspaceState)],
    ['tierwise.newSession', () => session.begin()],
    ['tierwise.showLog', () => report.log.show()],
  ];
}

async function replayPolicy(context: CommandContext): Promise<void> {
  const { showReplay } = await openReplay();
  await showReplay(context);
}

async function explainRouting(context: CommandContext): Promise<void> {
  const explain = await openExplain();
  await explain.explainRouting(context);
}

const template = `# Which tier each task goes to in this repository. The first rule that matches wins.
# A rule's \`when\` may have: taskType, language, path, minLines, maxLines, keywords, reasoning,
# critical. Beside \`when\`: use, local, mistakeCost.
version: 1
# Work on these files is critical.
critical: []
rules: []
# rules:
#   - name: races are hard
#     when: { taskType: [debug, review], keywords: [race, deadlock] }
#     use: reasoning
`;

async function openPolicy({ situation }: CommandContext): Promise<void> {
  const uri = situation.policyUri;
  if (!uri) throw new HumanError('Open a folder first: a policy belongs to a repository.');
  if (!vscode.workspace.isTrusted) {
    throw new HumanError('Trust this workspace first: its policy is not read until then.');
  }
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(template));
  }
  await vscode.window.showTextDocument(uri);
}
