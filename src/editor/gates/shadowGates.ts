import * as vscode from 'vscode';
import { parseGateCommands } from '../../execution/gates/command/parseGateCommands.ts';
import { completeGate } from '../../execution/gates/complete/complete.ts';
import { formatGate } from '../../execution/gates/format.ts';
import type { Gate } from '../../execution/gates/gate.ts';
import { createSyntaxGate } from '../../execution/gates/syntax/syntax.ts';
import { shadowGates } from '../../routing/decide/shadowGates.ts';
import type { GateName } from '../../routing/verdict.ts';
import type { Answer } from '../answers/answer.ts';
import { canaryOf } from './canaries.ts';
import { userSetting } from '../platform/setting.ts';

/** Gates that judge a direct answer in the background, after it is shown. Dispose them afterwards. */
export interface ShadowGates {
  readonly gates: readonly Gate[];
  dispose(): void;
}

/** The gates for an answer; undefined where none may judge it. */
export function shadowGatesFor(
  { task, decision }: Answer,
  grammarsFolder: URL,
): ShadowGates | undefined {
  const { commands } = parseGateCommands(userSetting('tierwise.gateCommands'));
  const hasCommand = commands.some(({ taskTypes }) => taskTypes?.includes(task.type) ?? true);
  const canRun = (gate: GateName): boolean => {
    if (gate === 'diagnostics') return canaryOf(task.language, 0) !== undefined;
    return gate !== 'command' || (hasCommand && vscode.workspace.isTrusted);
  };
  const names = shadowGates(task, decision, canRun);
  if (!names) return undefined;
  const syntax = createSyntaxGate({ grammarsFolder });
  const all: readonly Gate[] = [completeGate, formatGate, syntax];
  return {
    gates: all.filter(({ name }) => names.includes(name)),
    dispose: () => syntax.dispose(),
  };
}
