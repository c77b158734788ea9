import type { DatabaseSync } from 'node:sqlite';
import { pick } from '../../../bench/gates/random.ts';
import type {
  RequestFact,
  SettlementFact,
  TurnOutcomeFact,
  VerdictFact,
} from '../../../src/ledger/facts.ts';
import { reserve } from '../../../src/ledger/write/reserve.ts';
import {
  recordChosen,
  recordOutcome,
  recordRequest,
  recordTurnOutcome,
  recordVerdict,
  settle,
} from '../../../src/ledger/write/recordFacts.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';

/** What a history holds, as a plain list of requests. */
export interface RecordedRequest {
  readonly requestId: string;
  readonly atMs: number;
  readonly workspace: string;
  readonly taskType: string;
  readonly turn?: RequestFact['turn'];
  readonly escalatedFrom?: string;
  /** It measures models. */
  readonly isEvaluation: boolean;
  readonly attempts: ToldAttempt[];
  readonly outcomes: { readonly outcome: string; readonly atMs: number }[];
  chosenId?: string;
  turnOutcome?: TurnOutcomeFact['outcome'];
}

export interface ToldAttempt {
  readonly attemptId: string;
  readonly tier: string;
  readonly model: string;
  readonly purpose: string;
  readonly simulated: boolean;
  readonly verdicts: Record<string, VerdictFact['verdict']>;
  end?: SettlementFact;
}

const models = [
  ['fast', 'p/small', false],
  ['fast', 'p/local', false],
  ['balanced', 'p/small', false],
  ['reasoning', 'p/large', false],
  ['fast', 'practice/small', true],
  ['reasoning', 'practice/large', true],
] as const;

const evaluationPurposes = ['evaluate', 'evaluate', 'judge'] as const;

/** Writes random facts about random requests; `recorded` lists what was written. */
export function createHistory(random: () => number, fromMs: number, untilMs: number) {
  const recorded: RecordedRequest[] = [];
  let count = 0;
  const any = () => pick(random, recorded);
  const anyAttempt = () => {
    const { attempts } = any();
    return attempts.length === 0 ? undefined : pick(random, attempts);
  };

  const request = (database: DatabaseSync) => {
    const turn = pick(random, [undefined, 'edit', 'read'] as const);
    const escalated = recorded.length > 0 && random() < 0.2 ? any().requestId : undefined;
    const fact = {
      requestId: `r${count++}`,
      atMs: fromMs + Math.floor(random() * (untilMs - fromMs)),
      workspace: pick(random, ['shop', 'site']),
      taskType: pick(random, ['debug', 'docs', 'test']),
      ...(turn && { turn }),
      ...(escalated && { escalatedFrom: escalated }),
    };
    recordRequest(database, requestFact(fact));
    const isEvaluation = random() < 0.2;
    recorded.push({ ...fact, isEvaluation, attempts: [], outcomes: [] });
  };
  const attempt = (database: DatabaseSync) => {
    const { requestId, attempts, atMs, isEvaluation } = any();
    const [tier, model, simulated] = pick(random, models);
    const usual = ['answer', 'answer', 'answer', 'judge', 'classify'] as const;
    const measuring = attempts.length === 0 ? (['evaluate'] as const) : evaluationPurposes;
    const purpose = pick(random, isEvaluation ? measuring : usual);
    const call = { tier, model, purpose, simulated };
    const fact = { attemptId: `a${count++}`, requestId, atMs: atMs + 1, ...call };
    reserve(database, reservationFact({ ...fact, modelName: model }));
    attempts.push({ ...fact, verdicts: {} });
  };
  const end = (database: DatabaseSync) => {
    const found = anyAttempt();
    if (!found || found.end) return;
    const nanoUsd = Math.floor(random() * 1000);
    const { baseline, ...example } = settlementFact();
    const fact: SettlementFact = {
      ...example,
      attemptId: found.attemptId,
      outcome: pick(random, ['complete', 'complete', 'cancelled', 'truncated']),
      cost: pick(random, [
        { source: 'unknown' },
        { source: 'estimated', nanoUsd },
        { source: 'computed', nanoUsd },
      ] as const),
      ...(random() < 0.8 && { baseline: baseline! }),
    };
    settle(database, fact);
    found.end = fact;
  };
  const verdict = (database: DatabaseSync) => {
    const found = anyAttempt();
    const gate = pick(random, ['syntax', 'command']);
    if (!found || found.verdicts[gate]) return;
    const said = pick(random, ['pass', 'fail', 'couldNotRun'] as const);
    recordVerdict(database, { attemptId: found.attemptId, atMs: 1, gate, verdict: said });
    found.verdicts[gate] = said;
  };
  const choice = (database: DatabaseSync) => {
    const found = any();
    const answers = found.attempts.filter(
      ({ purpose }) => purpose === 'answer' || purpose === 'evaluate',
    );
    if (found.chosenId || answers.length === 0) return;
    found.chosenId = pick(random, answers).attemptId;
    const { requestId, chosenId: attemptId } = found;
    recordChosen(database, { requestId, attemptId, atMs: 1 });
  };
  const outcome = (database: DatabaseSync) => {
    const { requestId, outcomes } = any();
    const fact = { atMs: count++, outcome: pick(random, ['accepted', 'undone', 'shown'] as const) };
    recordOutcome(database, { requestId, ...fact });
    outcomes.push(fact);
  };

  const turnOutcome = (database: DatabaseSync) => {
    const found = any();
    if (!found.turn) return;
    const said = pick(random, ['worked', 'failed'] as const);
    recordTurnOutcome(database, { requestId: found.requestId, atMs: count++, outcome: said });
    found.turnOutcome ??= said;
  };

  const kinds = [request, attempt, attempt, end, end, verdict, choice, outcome, turnOutcome];
  return {
    recorded,
    addFact: (database: DatabaseSync) =>
      (recorded.length === 0 ? request : pick(random, kinds))(database),
  };
}
