import * as vscode from 'vscode';
import type { FallbackContext } from '../../execution/attempt/fallback.ts';
import type { AskModel } from '../../execution/classifyWithModel.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { Choice } from '../../routing/decision.ts';
import type { Situation } from '../../routing/situation.ts';
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

/** An opinion is one short line of JSON. */
const maxOutputTokens = 300;

/**
 * Asks the tier or model that the user's settings name, where a classification is not sure. Left
 * empty, which it is at first, nobody is asked. What it costs is in the ledger as a call to classify.
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
    const choice = await namedChoice(named, situation);
    if (!choice) return guess;
    const ask = asking(choice, situation, parts);
    return classifyWithModel(prompt, guess, ask, { report: parts.attempts.report });
  };
}

async function namedChoice(named: string, situation: Situation): Promise<Choice | undefined> {
  const [
    { resolveTier: firstReady },
    { noRequirements: noNeeds },
    { parseModelChoice },
    { tierNamed },
  ] = await Promise.all([
    import('../../routing/candidates/resolveTier.ts'),
    import('../../routing/candidates/requirements.ts'),
    import('../../routing/models/model.ts'),
    import('../../routing/policy/policy.ts'),
  ]);
  const written = parseModelChoice(named);
  const tier = tierNamed(situation.policy, named) ?? {
    name: 'classifier',
    choices: written ? [written] : [],
  };
  return firstReady(tier, noNeeds, situation).choice;
}

function asking(choice: Choice, situation: Situation, parts: SecondOpinionParts): AskModel {
  const { attempts, budgets, session, news } = parts;
  return async ({ system, user, outputSchema }, signal) => {
    const [{ attempt }, { createBudgetGuard }] = await Promise.all([
      import('../../execution/attempt/attempt.ts'),
      import('./createBudgetGuard.ts'),
    ]);
    const requestId = timedId();
    await attempts.ledger.recordRequest({
      requestId,
      sessionId: session.touch().id,
      atMs: attempts.now(),
      workspace: vscode.workspace.name ?? '',
      subject: 'task type',
      taskType: 'other',
      reason: 'It was not sure what was asked for.',
    });
    const task = chatTask('other', user, { system, messages: [], tools: [] });
    const call = {
      system,
      outputSchema,
      maxOutputTokens,
      messages: [{ role: 'user', text: user } as const],
      // The same words should give the same type; models that reason do not take it.
      ...(choice.model.capabilities.reasoning !== true && { temperature: 0 }),
    };
    const budgetGuard = createBudgetGuard(budgets, { task, situation, escalation: undefined });
    const running = attempt(
      { requestId, choice, call, purpose: 'classify', budgetGuard },
      attempts,
      signal,
    );
    for (;;) {
      const { value, done } = await running.next();
      if (!done) continue;
      news.emitSpend();
      return value.text;
    }
  };
}
