import type { Gate } from '../../execution/gates/gate.ts';
import { kitOf } from '../../execution/gates/gate.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Task } from '../../routing/task.ts';
import type { GateName } from '../../routing/verdict.ts';
import { type Evaluation, scorersOf } from '../files/evaluation.ts';
import type { Fixture } from '../fixture.ts';
import { hashOf } from '../hash.ts';
import { makeScorers } from '../scorers/makeScorers.ts';
import type { Scorer } from '../scorers/scorer.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import type { ScorerSet } from './keptTrials.ts';

/** A fixture whose answers are scored. */
export interface ScoredFixture {
  readonly evaluation: Evaluation;
  readonly fixture: Fixture;
  /** What it asks. */
  readonly task: Task;
  /** The same for all answers, so that one judge measures them. */
  readonly situation: Situation;
}

/**
 * Makes everything that checks one answer to a fixture.
 *
 * @param budgetGuard the developer's budgets together with the run's cap
 */
export async function scorersForAnswer(
  scored: ScoredFixture,
  host: EvaluationHost,
  budgetGuard: EvaluationHost['budgetGuard'],
): Promise<ScorerSet> {
  const { evaluation, fixture, task } = scored;
  const settings = scorersOf(evaluation, fixture.id);
  const named = settings.flatMap((each) => (each.kind === 'gate' ? each.gate : []));
  const names = [...new Set<GateName>(named)];
  const kit = names.length === 0 ? kitOf([]) : await host.gates(fixture, task, names);
  return {
    scorers: scorersWith(kit.gates, scored, { host, budgetGuard }),
    dispose: () => kit.dispose(),
  };
}

/** Identifies everything that the scores of a fixture depend on, beside the answer. */
export function scorerHashOf(scored: ScoredFixture, host: EvaluationHost): string {
  const budgetGuard: EvaluationHost['budgetGuard'] = (...of) => host.budgetGuard(...of);
  const scorers = scorersWith(new Map(), scored, { host, budgetGuard });
  const runsCommand = scorersOf(scored.evaluation, scored.fixture.id).some(
    (each) => each.kind === 'gate' && each.gate === 'command',
  );
  const parts = scorers.map(({ name, settings }) => ({ name, settings }));
  return hashOf(runsCommand ? { parts, commands: host.commands?.() } : parts);
}

function scorersWith(
  gates: ReadonlyMap<GateName, Gate>,
  { evaluation, fixture, task, situation }: ScoredFixture,
  { host, budgetGuard }: { readonly host: EvaluationHost } & Pick<EvaluationHost, 'budgetGuard'>,
): readonly Scorer[] {
  const { attempts, sessionId, workspace, maxOutputTokens } = host;
  const judge = { attempts, sessionId, workspace, maxOutputTokens, situation };
  return makeScorers(scorersOf(evaluation, fixture.id), {
    gates,
    task,
    judge: { ...judge, evaluation: evaluation.name, budgetGuard },
  });
}
