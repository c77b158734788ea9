import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as vscode from 'vscode';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import { gateAnswer, toCandidate } from '../../execution/plan/gateAnswer.ts';
import { decideRequest, type RequestToRun, runRequest } from '../../execution/request.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { Decision } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { doubtsOfDecision } from '../../routing/hindsight/stalePrices.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { Escalation, Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { type Answer, currentChoice, textOf } from '../answers/answer.ts';
import { answerTitle } from '../answers/describeAnswer.ts';
import { recordOutcome } from '../answers/recordOutcome.ts';
import { openGateKit, openShadowGates } from '../gates/door.ts';
import { describeRefusal } from '../platform/describeProblem.ts';
import { plainMessage } from '../platform/escape.ts';
import { userSetting } from '../platform/setting.ts';
import { confirmSending, modelsOfPlan } from '../reading/confirmSending.ts';
import { tellCutInstructions } from '../reading/projectInstructions.ts';
import type { BoundTask } from '../selection/taskFromEditor.ts';
import type { Services } from '../services.ts';
import { boundNow } from './boundNow.ts';
import { createBudgetGuard } from './createBudgetGuard.ts';
import { confirmPlan } from './planCard.ts';
import type { shadowPlan } from './shadowPlan.ts';

type OpenShadow = () => Promise<{ readonly shadowPlan: typeof shadowPlan }>;

/** Takes a task on a selection along the one path: decide, confirm, run, show. */
export class TaskRunner {
  private readonly services: Services;
  private readonly openShadow: OpenShadow;

  /** @param openShadow loads what asks a second plan, for the first request that wants it */
  constructor(services: Services, openShadow: OpenShadow) {
    this.services = services;
    this.openShadow = openShadow;
  }

  /** Runs a task and resolves when its answer has ended. Rejects with HumanError when it cannot run. */
  async run(bound: BoundTask, escalation?: Escalation, escalated?: Answer): Promise<void> {
    const { budgets, situation: source, answers, experiments } = this.services;
    const { task } = bound;
    const id = timedId();
    await budgets.ensureKnown();
    const situation = await source.current(task.language);
    const decided = decideRequest(task, situation, escalation ? { escalation } : { drawFor: id });
    const decision = await confirmPlan(task, decided.decision, situation);
    if (!decision) return;
    this.report(bound, decision, situation);
    const { plan } = decision;
    if (plan.kind === 'refuse') throw describeRefusal(task, decision);
    const files = [bound.binding.uri, ...(bound.others ?? [])];
    if (!(await confirmSending(files, modelsOfPlan(plan)))) return;
    if (escalated) {
      answers.cancel(escalated);
      await recordOutcome(escalated, 'escalated', this.services);
    }
    const budgetGuard = createBudgetGuard(budgets, { task, situation, escalation });
    const abort = new AbortController();
    const answer: Answer = { ...bound, id, decision, plan, rungs: [], abort };
    if (situation.experiments) await experiments.note(id, decision);
    answers.add(answer);
    await this.showProgress(answer, this.stream(answer, budgetGuard, escalated));
    if (situation.experiments?.some(({ mode }) => mode === 'shadow')) {
      this.shadow(answer, situation).catch(this.services.report.bug);
    }
  }

  /** Runs an answer's task again on the file as it is now, one tier up or at the top, with the answer as a bad example. */
  async escalate(answer: Answer, to: Escalation['to']): Promise<void> {
    const { tier, model } = currentChoice(answer);
    const earlier = {
      modelName: displayName(model),
      tier,
      text: textOf(answer),
      shortcoming: 'The developer asked for a stronger model.',
    };
    const bound = await boundNow(answer);
    const task: Task = {
      ...bound.task,
      id: randomUUID(),
      earlier: [...bound.task.earlier, ...(earlier.text ? [earlier] : [])],
    };
    await this.run({ ...bound, task }, { from: tier, to }, answer);
  }

  /** Asks the second plan of a shadow experiment; nobody waits for it. */
  private async shadow(answer: Answer, situation: Situation): Promise<void> {
    const { shadowPlan: ask } = await this.openShadow();
    await ask(answer, situation, this.services);
  }

  private report({ task, classified }: BoundTask, decision: Decision, situation: Situation): void {
    const { news, report } = this.services;
    const doubts = doubtsOfDecision(decision, situation);
    news.emitDecision({ task, decision, doubts, ...(classified && { classified }) });
    report.log.info(explain(task, decision));
    tellCutInstructions(task.projectInstructions, report.warnOnce);
  }

  /** Resolves when the answer has ended or is cancelled; a cancelled run settles in the background. */
  private async showProgress(answer: Answer, streaming: Promise<void>): Promise<void> {
    const { answers, report } = this.services;
    streaming.catch((error: unknown) => report.log.error(String(error)));
    const title = plainMessage(`${answerTitle(answer)} …`);
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        token.onCancellationRequested(() => answers.cancel(answer));
        await Promise.race([streaming, once(answer.abort.signal, 'abort')]);
      },
    );
  }

  private async stream(
    answer: Answer,
    budgetGuard: BudgetGuard,
    escalated?: Answer,
  ): Promise<void> {
    const { view, attempts, news } = this.services;
    const { signal } = answer.abort;
    if (answer.task.answerKind !== 'findings') await view.show(answer);
    const request = this.requestFor(answer, budgetGuard, escalated);
    try {
      for await (const event of runRequest(request, attempts, signal)) {
        await view.applyEvent(answer, event);
        if (event.kind === 'attemptEnded') news.emitSpend();
      }
    } catch (error) {
      // The developer cancelled before the first call, so there is nothing to show.
      if (signal.aborted && error === signal.reason) return;
      throw error;
    } finally {
      news.emitSpend();
    }
    // The answer is shown already, so nothing waits for these checks.
    this.checkAfterwards(answer).catch((error: unknown) =>
      this.services.report.log.error(String(error)),
    );
  }

  private requestFor(answer: Answer, budgetGuard: BudgetGuard, escalated?: Answer): RequestToRun {
    const { task, decision, plan } = answer;
    const { startLine, endLine } = task.target;
    return {
      task,
      decision,
      plan,
      asker: {
        requestId: answer.id,
        sessionId: this.services.session.touch().id,
        workspace: vscode.workspace.name ?? '',
        subject: `${task.path}:${startLine}-${endLine}`,
        ...(escalated && { escalatedFrom: escalated.id }),
      },
      maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
      budgetGuard,
      gates: async (gated, guard) => {
        const { gateKitFor } = await openGateKit();
        return gateKitFor(answer, { plan: gated, budgetGuard: guard }, this.services);
      },
    };
  }

  /** Lets gates that cost nothing judge a direct answer: evidence for later tasks. */
  private async checkAfterwards(answer: Answer): Promise<void> {
    const { task, end, abort } = answer;
    if (answer.plan.kind !== 'direct' || end?.outcome !== 'complete') return;
    const { attempts, view, news, textGates } = this.services;
    const { shadowGatesFor } = await openShadowGates();
    const gates = shadowGatesFor(answer, textGates);
    if (!gates) return;
    const candidate = toCandidate(task, end, { last: true, statesConfidence: false });
    for await (const event of gateAnswer(candidate, gates, attempts, abort.signal)) {
      await view.applyEvent(answer, event);
    }
    news.emitSpend();
  }
}
