import * as vscode from 'vscode';
import { isTrouble } from '../../ledger/ledger.ts';
import type { Services } from '../services.ts';
import { budgetRows } from '../situation/budgetRows.ts';
import { limitsNow } from './advisorLimits.ts';
import { moneyText } from './budgetWords.ts';
import type { QuestionCount } from './questionCount.ts';

/** Tells an agent what was spent and what is left, so that it can plan with it. */
export function createBudgetTool(
  services: Services,
  count: QuestionCount,
): vscode.LanguageModelTool<object> {
  return {
    async invoke() {
      return new vscode.LanguageModelToolResult([
        new vscode.LanguageModelTextPart(await moneyNow(services, count)),
      ]);
    },
  };
}

async function moneyNow({ spend, budgets, situation }: Services, count: QuestionCount) {
  try {
    const [session, today, standings, faults, { limits, fault }] = await Promise.all([
      spend.report({ span: 'session' }),
      spend.total({ span: 'today' }),
      budgets.standings(),
      spend.faults(),
      limitsNow({ situation }),
    ]);
    const workspace = vscode.workspace.name ?? '';
    const here = standings.filter(({ budget }) => (budget.workspace ?? workspace) === workspace);
    return moneyText({
      session: session.total,
      today,
      ...(session.saving && { saving: session.saving }),
      budgets: here.flatMap((standing) => budgetRows(standing, Date.now())),
      faults: faults.map(({ sentence }) => sentence),
      // While the setting is faulty, nothing is asked.
      advisor: {
        ...limits,
        ...(fault !== undefined && { nanoUsdPerCall: 0 }),
        questions: count.made(),
      },
    });
  } catch (error) {
    if (!isTrouble(error)) throw error;
    return `Spend and budgets are unknown now: ${error.message} Go on without them; calls that a budget cannot check are not made.`;
  }
}
