import * as vscode from 'vscode';
import { mostOf } from '../../routing/candidates/expectedCost.ts';
import { decide } from '../../routing/decide/decide.ts';
import type { Decision } from '../../routing/decision.ts';
import { describeExpected, describePlan, explainWhy } from '../../routing/explain.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { userSetting } from '../platform/setting.ts';
import { say, taskTypeName } from '../platform/say.ts';

/*
 * Tasks: the way of one task from the command to its answer.
 *
 * In come a task bound to its document and the settings. `taskRunner.ts` decides, `planCard.ts` lets
 * the developer confirm, `createBudgetGuard.ts` asks at a spend limit, and the run's events go to the
 * answers room. `taskTypes.ts` finds out what kind of task a free question is.
 */

interface CardRow extends vscode.QuickPickItem {
  readonly decision: Decision;
}

/**
 * Returns the decision to run. If the settings ask for it, first shows the developer the plan, its
 * reason and its likely cost: Enter accepts it, another row picks another tier, Escape cancels
 * (undefined).
 */
export async function confirmPlan(
  task: Task,
  decision: Decision,
  situation: Situation,
): Promise<Decision | undefined> {
  if (decision.plan.kind === 'refuse' || !needsConfirmation(decision)) return decision;
  const rows: CardRow[] = [
    {
      label: `$(play) ${say('Run {0}', describePlan(decision.plan, say))}`,
      description: describeExpected(decision, say),
      detail: explainWhy(decision, say),
      decision,
    },
    ...otherTiers(task, describePlan(decision.plan, say), situation),
  ];
  const chosen = await vscode.window.showQuickPick(rows, {
    title: `Tierwise: ${taskTypeName(task.type)} ${task.path}`,
    placeHolder: say('Enter runs the plan; choose another row for another tier'),
    ignoreFocusOut: true,
  });
  return chosen?.decision;
}

// An unknown cost may be above any limit.
function needsConfirmation({ expected }: Decision): boolean {
  const when = userSetting('tierwise.confirmPlan');
  if (when !== 'abovePrice') return when === 'always';
  const limit = Number(userSetting('tierwise.confirmAboveUsd')) * 1e9;
  return expected === undefined || mostOf(expected) > limit;
}

function otherTiers(task: Task, planned: string, situation: Situation): CardRow[] {
  return situation.policy.tiers.flatMap(({ name }) => {
    const decision = decide(task, { ...situation, pick: { tier: name, pinned: {} } });
    if (decision.plan.kind === 'refuse') return [];
    const plan = describePlan(decision.plan, say);
    if (plan === planned) return [];
    return {
      label: `$(layers) ${say('Run {0} instead', plan)}`,
      description: describeExpected(decision, say),
      decision,
    };
  });
}
