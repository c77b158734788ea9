import { waitFor } from '../../../execution/attempt/retries.ts';
import type { BudgetGuard } from '../../../execution/budgetGuard.ts';
import { createMeter, type SpendMeter, withSpendLimit } from '../../../execution/spendMeter.ts';
import type { ModelStep } from '../../../execution/workflow/definition.ts';
import { limitsSetting } from '../../../routing/budgets/requestLimits.ts';
import type { Accounts } from '../../../routing/models/accounts.ts';
import { splitReference } from '../../../routing/models/model.ts';
import { type NanoUsd, nanoUsdOf } from '../../../routing/models/money.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';
import type { TrialRequest } from '../../finder/finder.ts';
import { type AskedTrial, askTrial } from './askTrial.ts';
import type { Contestant } from '../contestants.ts';
import type { EvaluationHost } from '../evaluationHost.ts';
import { fixtureWork } from '../fixtureWork.ts';
import type { Asked } from '../keptTrials.ts';
import type { Brought } from './brought.ts';
import { createPacer, noPermit, type Pacer } from './pacer.ts';

/** What asking depends on for the whole run. */
export interface AskerSettings {
  readonly evaluation: string;
  /** By the id of the candidate. */
  readonly contestants: ReadonlyMap<string, Contestant>;
  /** The workflow's step, for fixtures of a step. */
  readonly step: ModelStep | undefined;
  /** The most trials that call at a time. */
  readonly concurrency: number;
  /** The most that the run may cost, and what it has cost so far. */
  readonly capNanoUsd: NanoUsd | undefined;
  readonly spent: Accounts;
}

/** Asks the candidates of one run. */
export interface Asker {
  /** @param brought what a batch has brought for the trial; what is missing is asked at once */
  ask(request: TrialRequest, signal: AbortSignal, brought?: Brought): Promise<Asked>;
  /** False as soon as the run's cap or a budget has refused a call. */
  hasMoney(): boolean;
  /** The developer's budgets together with the run's cap, for calls beside those of `ask`. */
  budgetGuard(task: Task, situation: Situation, requestId: string): BudgetGuard;
}

/** After so many trials in a row without an answer, a candidate is not asked again in this run. By judgement. */
const mostFailures = 3;
const free = { source: 'computed', nanoUsd: 0 } as const;

export function createAsker(settings: AskerSettings, host: EvaluationHost): Asker {
  const { evaluation, capNanoUsd, spent } = settings;
  const meter = createMeter({ name: `the evaluation “${evaluation}”`, capNanoUsd, spent });
  const pacerFor = createPacers(settings, host);
  const troubles = createTroubles();
  let hasMoney = true;

  const guardWithin = (part: SpendMeter): Asker['budgetGuard'] => {
    return (task, situation, requestId) => {
      const guard = withSpendLimit(part, host.budgetGuard(task, situation, requestId));
      return {
        ...guard,
        async askToRaise(over, signal, call) {
          const answer = await guard.askToRaise(over, signal, call);
          const isOfPart = part.owns(over) && !meter.owns(over);
          const isOfRequest = over.limit.setting === limitsSetting;
          if (answer === false && !isOfPart && !isOfRequest && !signal.aborted) hasMoney = false;
          return answer;
        },
      };
    };
  };

  return {
    hasMoney: () => hasMoney,
    budgetGuard: guardWithin(meter),
    async ask({ candidate, fixture }, signal, brought) {
      if (brought?.kind === 'failed') {
        hasMoney &&= brought.isOverBudget !== true;
        return { kind: 'failed', why: brought.why, cost: free };
      }
      const isAnswered = brought?.kind === 'answered';
      const why = isAnswered ? undefined : troubles.whyNotAsked(candidate.id);
      if (why !== undefined) return { kind: 'failed', why, cost: brought?.cost ?? free };
      const contestant = settings.contestants.get(candidate.id)!;
      const work = await fixtureWork(fixture, settings.step);
      const { maxUsd } = work.checks;
      const capped = maxUsd === undefined ? undefined : nanoUsdOf(maxUsd);
      const part = meter.part({ name: `the step “${work.name}”`, capNanoUsd: capped });
      // What was paid for is kept, although the run is over.
      const isLate = isAnswered && signal.aborted;
      const permit = isLate ? noPermit : await pacerFor(contestant).begin(signal);
      try {
        const guard = guardWithin(part);
        const trial = { evaluation, fixture, work, contestant, permit, guard };
        const made = await askTrial({ ...trial, ...(brought && { brought }) }, host, signal);
        troubles.note(candidate.id, made);
        return made.asked;
      } finally {
        permit.end();
      }
    },
  };
}

/** One pacer for each provider. */
function createPacers(
  { concurrency }: AskerSettings,
  { attempts: { monotonic, retries } }: EvaluationHost,
): (contestant: Contestant) => Pacer {
  const pacers = new Map<string, Pacer>();
  const wait = retries?.wait ?? waitFor;
  return ({ rungs: [{ model }] }) => {
    const { provider } = splitReference(model.reference)!;
    const pacer = pacers.get(provider) ?? createPacer({ most: concurrency, now: monotonic, wait });
    pacers.set(provider, pacer);
    return pacer;
  };
}

/** Remembers candidates that give no answers. */
function createTroubles() {
  const inARow = new Map<string, number>();
  const lasting = new Map<string, string>();
  return {
    whyNotAsked: (id: string) => lasting.get(id),
    note(id: string, { asked, trouble }: AskedTrial): void {
      const failures = trouble ? (inARow.get(id) ?? 0) + 1 : 0;
      inARow.set(id, failures);
      if (asked.kind === 'failed' && (trouble === 'lasting' || failures >= mostFailures)) {
        lasting.set(id, `It was not asked again in this run: ${asked.why}`);
      }
    },
  };
}
