import * as vscode from 'vscode';
import { routingOverview } from '../../routing/overview/overview.ts';
import type { Place, PolicyRecord } from '../../routing/overview/record.ts';
import type { Situation } from '../../routing/situation.ts';
import type { ProseAction } from '../answers/prosePanels.ts';
import type { CommandId } from '../platform/contributed.ts';
import { HumanError } from '../platform/humanError.ts';
import { openUserSetting } from '../platform/reporter.ts';
import type { ExplainParts } from './explainParts.ts';
import { overviewPage } from './overviewPage.ts';
import { trySituation } from './trySituation.ts';
import { say } from '../platform/say.ts';

/*
 * Explain: what decides where work goes now, and who said so.
 *
 * In come the situation and the record of the readers. Out come a page whose links lead to each place, and a
 * tester that asks for a situation and shows what would happen in it. No model is asked.
 */

/** Shows the routing in force. */
export async function explainRouting(parts: ExplainParts): Promise<void> {
  const { prose } = parts;
  const { situation, record } = await gathered(parts);
  const { markdown, places } = overviewPage(routingOverview(situation, record, say));
  const links = places.map((place) => () => void follow(place).then(undefined, parts.report.show));
  const actions = actionsFor(parts);
  prose.show({
    id: 'routing',
    title: say('Tierwise: My Routing'),
    status: () => say('What decides where your work goes now, and who said so'),
    markdown: () => markdown,
    running: () => false,
    actions: () => actions,
    links: () => links,
  });
}

/** The situation now. Budgets that cannot be read are a remark: the page is shown all the same. */
async function gathered({
  situation: source,
  budgets,
}: ExplainParts): Promise<{ situation: Situation; record: PolicyRecord }> {
  const situation = await source.withoutBudgets();
  const [record, faults] = await Promise.all([source.record(), budgets.readFaults()]);
  const stopped = faults.map(({ setting, sentence: message }) => ({ setting, path: [], message }));
  const remarks = [...record.remarks, ...stopped];
  try {
    const standings = await budgets.known();
    return { situation: { ...situation, budgets: standings }, record: { ...record, remarks } };
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    const unknown = { setting: 'tierwise.budgets', path: [], message: error.message };
    return { situation, record: { ...record, remarks: [...remarks, unknown] } };
  }
}

function actionsFor(parts: ExplainParts): ProseAction[] {
  const { report } = parts;
  const open = (label: string, command: CommandId): ProseAction => ({
    label,
    run: () => void vscode.commands.executeCommand(command),
  });
  return [
    { label: say('Try a Situation…'), run: () => void trySituation(parts).catch(report.show) },
    { label: say('Look Again'), run: () => void explainRouting(parts).catch(report.show) },
    open(say('Pick Tier…'), 'tierwise.pickTier'),
    ...(vscode.workspace.workspaceFolders
      ? [open(say('Open Policy File'), 'tierwise.openPolicy')]
      : []),
  ];
}

/** Opens the place where something is written. */
async function follow(place: Place): Promise<void> {
  if (place.kind === 'setting') return openUserSetting(place.key);
  const line = (place.line ?? 1) - 1;
  await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
    selection: new vscode.Range(line, 0, line, 0),
    viewColumn: vscode.ViewColumn.One,
  });
}
