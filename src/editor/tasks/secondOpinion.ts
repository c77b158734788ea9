import * as vscode from 'vscode';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import { type AskModel, classifyWithModel } from '../../execution/classifyWithModel.ts';
import { kitOf } from '../../execution/gates/gate.ts';
import {
  type DecidedRequest,
  decideRequest,
  type RequestToRun,
  runRequest,
} from '../../execution/request.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import { sureFrom } from '../../routing/classify/doubt.ts';
import type { Conversation } from '../../routing/conversation.ts';
import type { Task } from '../../routing/task.ts';
import { stayOfUnknown } from '../../routing/policy/localRules.ts';
import type { Services } from '../services.ts';
import { chatTask } from './chatTask.ts';
import { createBudgetGuard } from './createBudgetGuard.ts';
import type { AskedAbout } from './askedAbout.ts';

/** An opinion is one short line of JSON. */
const maxOutputTokens = 300;

/**
 * Asks the named tier or model when a classification is not sure. Resolves to the guess when it is sure
 * enough or when that model cannot be asked. The ledger records the cost as a call to classify.
 */
export async function secondOpinion(
  named: string,
  {
    prompt,
    guess,
    about,
  }: { readonly prompt: string; readonly guess: Classification; readonly about: AskedAbout },
  services: Services,
): Promise<Classification> {
  if (guess.confidence >= sureFrom) return guess;
  const situation = await services.situation.current();
  const asked = { ...conversationWith(prompt), ...about };
  const stay = stayOfUnknown(situation.policy, asked);
  const kept = { ...about, ...(stay && { stay }) };
  const { decision } = decideRequest({ ...asked, ...kept }, situation, {
    step: {
      name: 'task type',
      taskType: 'other',
      use: { kind: 'named', name: named },
      checks: {},
      mayNameModels: true,
    },
  });
  const { plan } = decision;
  if (plan.kind !== 'direct') return guess;
  const ask: AskModel = ({ system, user, outputSchema }, signal) => {
    const task = { ...conversationWith(user, { system, outputSchema }), ...kept };
    return answerTo({ task, situation, decision, plan }, services, signal);
  };
  return classifyWithModel(prompt, guess, ask, { report: services.attempts.report });
}

function conversationWith(text: string, given: Partial<Conversation> = {}): Task {
  const messages = [{ role: 'user', text } as const];
  return chatTask(
    { type: 'other', instruction: text },
    { system: '', messages, tools: [], ...given },
  );
}

async function answerTo(
  { task, situation, decision, plan }: DecidedRequest & Pick<RequestToRun, 'plan'>,
  { attempts, budgets, session, news }: Services,
  signal: AbortSignal,
): Promise<string> {
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
    budgetGuard: quietAboutPrices(
      createBudgetGuard(budgets, { task, situation, escalation: undefined }),
    ),
    gates: async () => kitOf([]),
    purpose: 'classify',
    // The same words should give the same type.
    temperature: 0,
  } as const;
  let text = '';
  for await (const event of runRequest(request, attempts, signal)) {
    if (event.kind === 'finished') ({ text } = event);
  }
  news.emitSpend();
  return text;
}

/** An opinion is not worth a question: at an unknown price the first guess stands. */
function quietAboutPrices(guard: BudgetGuard): BudgetGuard {
  return {
    ...guard,
    askToRaise: async (over, signal, call) =>
      over.worstCaseNanoUsd === undefined ? false : guard.askToRaise(over, signal, call),
  };
}
