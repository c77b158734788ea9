import * as vscode from 'vscode';
import type { FallbackContext } from '../../execution/attempt/fallback.ts';
import type { AskModel } from '../../execution/classifyWithModel.ts';
import { kitOf } from '../../execution/gates/gate.ts';
import { type DecidedRequest, decideRequest, runRequest } from '../../execution/request.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { Conversation } from '../../routing/conversation.ts';
import type { Plan } from '../../routing/decision.ts';
import type { Task } from '../../routing/task.ts';
import type { RunNews } from '../platform/runNews.ts';
import type { SessionTracker } from '../platform/session.ts';
import { userSetting } from '../platform/setting.ts';
import type { Budgets } from '../situation/budgets.ts';
import type { SituationSource } from '../situation/situationSource.ts';
import { chatTask } from './chatTask.ts';
import type { SecondOpinion } from './taskTypes.ts';

export interface SecondOpinionParts {
  readonly situation: SituationSource;
  readonly session: SessionTracker;
  readonly budgets: Budgets;
  readonly attempts: FallbackContext;
  readonly news: RunNews;
}

type DirectPlan = Extract<Plan, { kind: 'direct' }>;

/** An opinion is one short line of JSON. */
const maxOutputTokens = 300;

/**
 * Asks the tier or model that the user's settings name when a classification is not sure. The setting
 * is empty at first, and then no model is asked. The ledger records the cost as a call to classify.
 */
export function createSecondOpinion(parts: SecondOpinionParts): SecondOpinion {
  return async (prompt, guess) => {
    const named = userSetting('tierwise.classifyWithModel');
    if (typeof named !== 'string' || named === '') return guess;
    const [{ sureFrom }, { classifyWithModel }] = await Promise.all([
      import('../../routing/classify/classify.ts'),
      import('../../execution/classifyWithModel.ts'),
    ]);
    if (guess.confidence >= sureFrom) return guess;
    const situation = await parts.situation.current();
    const { decision } = decideRequest(conversationWith(prompt), situation, {
      step: {
        name: 'task type',
        taskType: 'other',
        use: { kind: 'named', name: named },
        checks: {},
      },
    });
    const { plan } = decision;
    if (plan.kind !== 'direct') return guess;
    const ask: AskModel = ({ system, user, outputSchema }, signal) => {
      const task = conversationWith(user, { system, outputSchema });
      return answerTo({ task, situation, decision, plan }, parts, signal);
    };
    return classifyWithModel(prompt, guess, ask, { report: parts.attempts.report });
  };
}

function conversationWith(text: string, given: Partial<Conversation> = {}): Task {
  const messages = [{ role: 'user', text } as const];
  return chatTask('other', text, { system: '', messages, tools: [], ...given });
}

async function answerTo(
  { task, situation, decision, plan }: DecidedRequest & { readonly plan: DirectPlan },
  { attempts, budgets, session, news }: SecondOpinionParts,
  signal: AbortSignal,
): Promise<string> {
  const { createBudgetGuard } = await import('./createBudgetGuard.ts');
  const request = {
    task,
    decision,
    plan,
    asker: {
      requestId: timedId(),
      sessionId: session.touch().id,
      workspace: vscode.workspace.name ?? '',
      subject: 'task type',
      reason: 'It was not sure what was asked for.',
    },
    maxOutputTokens,
    budgetGuard: createBudgetGuard(budgets, { task, situation, escalation: undefined }),
    gates: async () => kitOf([]),
    purpose: 'classify',
    // The same words should give the same type. Models that reason do not take a temperature.
    ...(plan.choice.model.capabilities.reasoning !== true && { temperature: 0 }),
  } as const;
  let text = '';
  for await (const event of runRequest(request, attempts, signal)) {
    if (event.kind === 'finished') ({ text } = event);
  }
  news.emitSpend();
  return text;
}
