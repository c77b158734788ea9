import * as vscode from 'vscode';
import { parseGateCommands } from '../../execution/gates/command/parseGateCommands.ts';
import type { Gate } from '../../execution/gates/gate.ts';
import type { WorkerGates } from '../../execution/gates/workerGates.ts';
import { shadowGates } from '../../routing/decide/shadowGates.ts';
import type { GateName } from '../../routing/verdict.ts';
import type { Answer } from '../answers/answer.ts';
import { canaryOf } from './canaries.ts';
import { userSetting } from '../platform/setting.ts';

/** The gates that judge a direct answer in the background, after it is shown; undefined where none may. */
export function shadowGatesFor(
  { task, decision }: Answer,
  { gates }: WorkerGates,
): readonly Gate[] | undefined {
  const { commands } = parseGateCommands(userSetting('tierwise.gateCommands'));
  const hasCommand = commands.some(({ taskTypes }) => taskTypes?.includes(task.type) ?? true);
  const canRun = (gate: GateName): boolean => {
    if (gate === 'diagnostics') return canaryOf(task.language, 0) !== undefined;
    return gate !== 'command' || (hasCommand && vscode.workspace.isTrusted);
  };
  const names = shadowGates(task, decision, canRun);
  if (!names) return undefined;
  return Object.values(gates).filter(({ name }) => names.includes(name));
}
