import * as vscode from 'vscode';
import { advisorTool, budgetTool } from '../platform/contributed.ts';
import type { Services } from '../services.ts';
import type { AdviceQuestion } from './question.ts';
import { AskerMemory } from './asker.ts';
import { createQuestionCount } from './questionCount.ts';
import { openAdvisorTool, openBudgetTool } from './door.ts';
import { say } from '../platform/say.ts';

/** Registers the tools that agents may call: what is left to spend, and a question to a stronger tier. */
export function registerAgentTools(services: Services): vscode.Disposable {
  const memory = new AskerMemory(services);
  const count = createQuestionCount(services.workspaceState, () => services.session.touch().id);
  const advisor = async () =>
    (await openAdvisorTool()).createAdvisorTool(services, { count, asker: () => memory.current });
  const budgets = async () => (await openBudgetTool()).createBudgetTool(services, count);
  return vscode.Disposable.from(
    memory,
    vscode.lm.registerTool<object>(budgetTool, {
      prepareInvocation: () => ({ invocationMessage: say('Looking up spend and budgets') }),
      invoke: async (...given) => (await budgets()).invoke(...given),
    }),
    vscode.lm.registerTool<AdviceQuestion>(advisorTool, {
      prepareInvocation: async (...given) => (await advisor()).prepareInvocation?.(...given),
      invoke: async (...given) => (await advisor()).invoke(...given),
    }),
  );
}
