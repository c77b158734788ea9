import type * as vscode from 'vscode';
import { registerAgentTools } from './editor/agentTools/registerAgentTools.ts';
import { contextKeysOf } from './editor/answers/contextKeys.ts';
import { recordOutcome } from './editor/answers/recordOutcome.ts';
import { registerChat } from './editor/chat/registerChat.ts';
import { registerCommands } from './editor/commands/register.ts';
import { registerCollect } from './editor/evaluation/collect/registerCollect.ts';
import { registerEvaluations } from './editor/evaluation/registerEvaluations.ts';
import { registerExperiments } from './editor/evaluation/watching/registerWatching.ts';
import { registerPolicyTests } from './editor/policyTests/registerPolicyTests.ts';
import { createServices } from './editor/services.ts';
import { registerSpend } from './editor/spend/registerSpend.ts';
import { registerStatusBar } from './editor/statusBar/registerStatusBar.ts';
import { createTasks } from './editor/tasks/createTasks.ts';
import { registerWorkflows } from './editor/workflows/registerWorkflows.ts';
import { sweepProjectCopies } from './execution/sandbox/sweep.ts';

/*
 * Starts Tierwise in a window: the services that live as long as it, then each room of the editor.
 * Most of a room's code is loaded by its door when it is first needed.
 */
export function activate(context: vscode.ExtensionContext): void {
  const services = createServices(context);
  const { accepted, situation } = services;
  const tasks = createTasks(services);
  const spendPanels = registerSpend(services);
  const workflows = registerWorkflows(services);
  const evaluations = registerEvaluations(services, workflows);
  const collect = registerCollect({ ...services, workflows });
  context.subscriptions.push(
    spendPanels,
    workflows,
    evaluations,
    collect,
    registerStatusBar(services),
    registerCommands({
      ...services,
      ...tasks,
      ...spendPanels,
      ...collect,
      workflows,
      evaluations,
    }),
    registerChat(services, tasks),
    registerAgentTools(services),
    registerExperiments(services),
    registerPolicyTests(services),
    contextKeysOf({ ...services, runs: workflows.runs }),
    accepted.onDidUndo((answer) => void recordOutcome(answer, 'undone', services)),
    accepted.onDidRedo((answer) => void recordOutcome(answer, 'accepted', services)),
  );
  situation.watchPolicy();
  void sweepProjectCopies(services.scratchFolder).catch(services.report.bug);
}
