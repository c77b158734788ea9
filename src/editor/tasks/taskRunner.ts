import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as vscode from 'vscode';
import type { FallbackContext } from '../../execution/attempt/fallback.ts';
import type { BudgetGuard } from '../../execution/budgetGuard.ts';
import type { GateKit } from '../../execution/gates/gate.ts';
import { decideRequest, runRequest } from '../../execution/request.ts';
import type { RequestOutcome } from '../../ledger/facts.ts';
import { type Ledger, LedgerError } from '../../ledger/ledger.ts';
import { timedId } from '../../ledger/timedId.ts';
import type { GatedPlan } from '../../routing/decision.ts';
import { explain } from '../../routing/explain.ts';
import { displayName } from '../../routing/models/catalog.ts';
import type { Escalation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import { type Answer, type Answers, currentChoice, textOf } from '../answers/answer.ts';
import type { AnswerView } from '../answers/answerView.ts';
import { answerTitle } from '../answers/describeAnswer.ts';
import type { ShadowGates } from '../gates/shadowGates.ts';
import { describeRefusal } from '../platform/describeProblem.ts';
import { plainMessage } from '../platform/escape.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { RunNews } from '../platform/runNews.ts';
import type { SessionTracker } from '../platform/session.ts';
import { userSetting } from '../platform/setting.ts';
import type { BoundTask } from '../selection/taskFromEditor.ts';
import type { Budgets } from '../situation/budgets.ts';
import type { SituationSource } from '../situation/situationSource.ts';

export interface TaskRunnerParts {
  readonly situation: SituationSource;
  readonly session: SessionTracker;
  readonly answers: Answers;
  readonly view: AnswerView;
  /** The gates that may be asked about an answer. */
  readonly gates: (answer: Answer, plan: GatedPlan, budgetGuard: BudgetGuard) => Promise<GateKit>;
  /** Those that may judge a direct answer once it is shown; undefined where none do. */
  readonly shadowGates: (answer: Answer) => Promise<ShadowGates | undefined>;
  readonly ledger: Ledger;
  readonly budgets: Budgets;
  readonly attempts: FallbackContext;
  readonly news: RunNews;
  readonly report: Reporter;
}

/** Takes a task along the one path: decide, run, show. */
export class TaskRunner {
  private readonly parts: TaskRunnerParts;

  constructor(parts: TaskRunnerParts) {
    this.parts = parts;
  }

  /** Runs a task and resolves when its answer has ended. Rejects with HumanError when it cannot run. */
  async run(bound: BoundTask, escalation?: Escalation, escalated?: Answer): Promise<void> {
    const [{ confirmPlan }, { createBudgetGuard }, { doubtsOfDecision }] = await Promise.all([
      import('./planCard.ts'),
      import('./createBudgetGuard.ts'),
      import('../../routing/hindsight/stalePrices.ts'),
    ]);
    await this.parts.budgets.ensureKnown();
    const situation = await this.parts.situation.current(bound.task.language);
    const decided = decideRequest(bound.task, situation, { ...(escalation && { escalation }) });
    const decision = await confirmPlan(bound.task, decided.decision, situation);
    if (!decision) return;
    const doubts = doubtsOfDecision(decision, situation);
    this.parts.news.emitDecision({
      task: bound.task,
      decision,
      doubts,
      ...(bound.classified && { classified: bound.classified }),
    });
    this.parts.report.log.info(explain(bound.task, decision));
    const { plan } = decision;
    if (plan.kind === 'refuse') throw describeRefusal(bound.task, decision);
    const { answers } = this.parts;
    if (escalated) {
      answers.cancel(escalated);
      await this.record(escalated, 'escalated');
    }

    const budgetGuard = createBudgetGuard(this.parts.budgets, {
      task: bound.task,
      situation,
      escalation,
    });
    const answer: Answer = {
      ...bound,
      id: timedId(),
      decision,
      plan,
      rungs: [],
      abort: new AbortController(),
    };
    answers.add(answer);
    const title = plainMessage(`${answerTitle(answer)} …`);
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (_, token) => {
        token.onCancellationRequested(() => answers.cancel(answer));
        const streaming = this.stream(answer, budgetGuard, escalated);
        // A cancelled run is over for the developer; what it cost is settled in the background.
        streaming.catch((error: unknown) => this.parts.report.log.error(String(error)));
        await Promise.race([streaming, once(answer.abort.signal, 'abort')]);
      },
    );
  }

  /** The same task one tier up or at the top, told what was answered before. */
  async escalate(answer: Answer, to: Escalation['to']): Promise<void> {
    const { tier, model } = currentChoice(answer);
    const earlier = {
      modelName: displayName(model),
      tier,
      text: textOf(answer),
      shortcoming: 'The developer asked for a stronger model.',
    };
    const task: Task = {
      ...answer.task,
      id: randomUUID(),
      earlier: [...answer.task.earlier, ...(earlier.text ? [earlier] : [])],
    };
    await this.run({ task, binding: answer.binding }, { from: tier, to }, answer);
  }

  /** Writes down what became of an answer. */
  async record(answer: Answer, outcome: RequestOutcome): Promise<void> {
    if (outcome === 'accepted') answer.accepted = true;
    else if (answer.accepted && outcome === 'undone') answer.regretted = 'undid';
    else if (answer.accepted && outcome === 'escalated') answer.regretted = 'escalated';
    try {
      await this.parts.ledger.recordOutcome({ requestId: answer.id, atMs: Date.now(), outcome });
    } catch (error) {
      const { report } = this.parts;
      if (error instanceof LedgerError) report.warnOnce(error.message, 'ledger');
      else report.bug(error);
    }
    this.parts.news.emitSpend();
  }

  private async stream(
    answer: Answer,
    budgetGuard: BudgetGuard,
    escalated?: Answer,
  ): Promise<void> {
    const { decision, task, plan, abort } = answer;
    const { view, session, gates, attempts, news } = this.parts;
    if (task.answerKind !== 'findings') await view.show(answer);
    const request = {
      task,
      decision,
      plan,
      asker: {
        requestId: answer.id,
        sessionId: session.touch().id,
        workspace: vscode.workspace.name ?? '',
        subject: `${task.path}:${task.target.startLine}-${task.target.endLine}`,
        ...(escalated && { escalatedFrom: escalated.id }),
      },
      maxOutputTokens: userSetting('tierwise.maxOutputTokens') as number,
      budgetGuard,
      gates: (gated: GatedPlan) => gates(answer, gated, budgetGuard),
    };
    try {
      for await (const event of runRequest(request, attempts, abort.signal)) {
        await view.applyEvent(answer, event);
        if (event.kind === 'attemptEnded') news.emitSpend();
      }
    } catch (error) {
      // The developer cancelled before the first call, so there is nothing to show.
      if (error === abort.signal.reason) return;
      throw error;
    } finally {
      news.emitSpend();
    }
    // The answer is shown already, so nothing waits for these checks.
    this.checkAfterwards(answer).catch((error: unknown) =>
      this.parts.report.log.error(String(error)),
    );
  }

  /** Lets gates that cost nothing say what they think of a direct answer: evidence for later tasks. */
  private async checkAfterwards(answer: Answer): Promise<void> {
    const { task, end, abort } = answer;
    if (answer.plan.kind !== 'direct' || end?.outcome !== 'complete') return;
    const quiet = await this.parts.shadowGates(answer);
    if (!quiet) return;
    try {
      const { toCandidate: candidateOf, gateAnswer: judgeAnswer } =
        await import('../../execution/plan/gateAnswer.ts');
      const candidate = candidateOf(task, end, { last: true, statesConfidence: false });
      const { attempts, view, news } = this.parts;
      for await (const event of judgeAnswer(candidate, quiet.gates, attempts, abort.signal)) {
        await view.applyEvent(answer, event);
      }
      news.emitSpend();
    } finally {
      quiet.dispose();
    }
  }
}
