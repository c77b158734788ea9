import { expect, onTestFinished, test } from 'vitest';
import { createRandom, pick } from '../../../bench/gates/random.ts';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import { makeReport, makeTotal } from '../../../src/ledger/report/makeReport.ts';
import type { Report, ReportQuery } from '../../../src/ledger/reports.ts';
import { noKnownCells } from '../../../src/ledger/rollups/cellCache.ts';
import { sumUpPast } from '../../../src/ledger/rollups/rollUp.ts';
import { createHistory, type ToldAttempt, type RecordedRequest } from './randomHistory.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

// Clocks change on 29 March in Berlin, and on 5 April by half an hour on Lord Howe Island.
const fromMs = Date.UTC(2026, 2, 20);
const untilMs = Date.UTC(2026, 4, 10);
const nowMs = untilMs;
const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/Santiago'];

function emptyLedger() {
  const { database } = openDatabase(temporaryLedgerFile());
  onTestFinished(() => database.close());
  return database;
}

/** The sums of a report, computed the simplest way from a list. */
function naive(recorded: readonly RecordedRequest[], query: ReportQuery) {
  const { span, workspace, taskType, tier, model } = query;
  const requests = recorded.filter(
    (request) =>
      request.atMs >= span.fromMs &&
      request.atMs < (span.untilMs ?? Infinity) &&
      (workspace ?? request.workspace) === request.workspace &&
      (taskType ?? request.taskType) === request.taskType,
  );
  const isWanted = (attempt: ToldAttempt) =>
    (tier ?? attempt.tier) === attempt.tier && (model ?? attempt.model) === attempt.model;
  const ofBoth = requests.flatMap((request) =>
    request.attempts.filter(isWanted).map((attempt) => ({ request, attempt })),
  );
  const isPractice = ({ attempt }: (typeof ofBoth)[number]) => attempt.simulated;
  const simulated = ofBoth.length > 0 && ofBoth.every(isPractice);
  const pairs = ofBoth.filter((pair) => isPractice(pair) === simulated);
  const standing = (request: RecordedRequest) =>
    request.isEvaluation
      ? undefined
      : (request.chosenId ??
        request.attempts.findLast(({ purpose }) => purpose === 'answer')?.attemptId);
  const isEscalated = (request: RecordedRequest) =>
    recorded.some(({ escalatedFrom }) => escalatedFrom === request.requestId);
  const isWrong = ({ outcomes }: RecordedRequest) =>
    outcomes.findLastIndex(({ outcome }) => outcome === 'undone') >
      outcomes.findLastIndex(({ outcome }) => outcome === 'accepted') &&
    outcomes.some(({ outcome }) => outcome === 'accepted');
  const sum = (some: typeof pairs) => ({
    requests: new Set(some.map(({ request }) => request)).size,
    attempts: some.length,
    nanoUsd: some.reduce((total, { attempt }) => total + (attempt.end?.cost.nanoUsd ?? 0), 0),
    unknownAttempts: some.filter(({ attempt }) => attempt.end?.cost.nanoUsd === undefined).length,
  });
  const isGiven = ({ request, attempt }: (typeof pairs)[number]) =>
    attempt.attemptId === standing(request);
  const compared = pairs.filter(
    (pair) =>
      isGiven(pair) &&
      !isEscalated(pair.request) &&
      pair.attempt.end?.baseline &&
      pair.attempt.end.cost.nanoUsd !== undefined,
  );
  const answered = pairs.filter(
    (pair) => isGiven(pair) && pair.attempt.end?.outcome === 'complete',
  );
  const ofWork = pairs.filter(({ request }) => !request.isEvaluation);
  const said = ofWork.flatMap(({ attempt }) => Object.entries(attempt.verdicts));
  const by = (nameOf: (pair: (typeof pairs)[number]) => string) =>
    Object.fromEntries([...Map.groupBy(pairs, nameOf)].map(([name, some]) => [name, sum(some)]));
  const became = (some: typeof pairs, outcome: string) =>
    some.filter((pair) => isGiven(pair) && pair.request.turnOutcome === outcome).length;
  const nowhere = requests.filter(({ attempts }) => attempts.length === 0);
  return {
    total: sum(pairs),
    simulated,
    practice: simulated || !ofBoth.some(isPractice) ? undefined : sum(ofBoth.filter(isPractice)),
    byTier: by(({ attempt }) => attempt.tier),
    byModel: by(({ attempt }) => attempt.model),
    byTaskType: by(({ request }) => request.taskType),
    byWorkspace: by(({ request }) => request.workspace),
    byTurn: Object.fromEntries(
      [...Map.groupBy(pairs, ({ request }) => request.turn)].flatMap(([turn, some]) =>
        turn ? [[turn, [sum(some), became(some, 'worked'), became(some, 'failed')]]] : [],
      ),
    ),
    baselineNanoUsd: compared.reduce(
      (total, { attempt }) => total + attempt.end!.baseline!.nanoUsd,
      0,
    ),
    judges: sum(ofWork.filter(({ attempt }) => attempt.purpose === 'judge')).nanoUsd,
    evaluation: sum(pairs.filter(({ request }) => request.isEvaluation)),
    classifier: sum(pairs.filter(({ attempt }) => attempt.purpose === 'classify')).nanoUsd,
    failedVerdicts: said.filter(([, verdict]) => verdict === 'fail').length,
    wrongAccepts:
      pairs.filter((pair) => isGiven(pair) && isWrong(pair.request)).length +
      (tier === undefined && model === undefined ? nowhere.filter(isWrong).length : 0),
    answered: answered.length,
    escalated: answered.filter(
      ({ request, attempt }) =>
        isEscalated(request) ||
        attempt.tier !== request.attempts.find(({ purpose }) => purpose === 'answer')?.tier,
    ).length,
    listed:
      new Set(ofBoth.map(({ request }) => request).filter(({ isEvaluation }) => !isEvaluation))
        .size + (tier === undefined && model === undefined ? nowhere.length : 0),
    days: dailySums(pairs, query.timeZone),
  };
}

function dailySums(
  pairs: readonly { readonly request: RecordedRequest; readonly attempt: ToldAttempt }[],
  timeZone: string,
) {
  const dayOf = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
  const days = Map.groupBy(pairs, ({ request }) => dayOf.format(request.atMs));
  return [...days]
    .map(([day, some]) => [
      day,
      some.reduce((total, { attempt }) => total + (attempt.end?.cost.nanoUsd ?? 0), 0),
      some.length,
    ])
    .toSorted();
}

function sumsOf({ requests, attempts, nanoUsd, unknownAttempts }: Report['evaluation']) {
  return { requests, attempts, nanoUsd, unknownAttempts };
}

/** A report in the shape of `naive`. */
function figuresOf(report: Report, timeZone: string) {
  const figures = (rows: readonly (Report['total'] & { readonly model?: string })[]) =>
    Object.fromEntries(rows.map((row) => [row.model ?? row.label, sumsOf(row)]));
  const dayOf = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
  return {
    total: figures([{ ...report.total, label: 'total' }]).total,
    simulated: report.total.simulated,
    practice: report.total.practice && figures([report.total.practice]).practice,
    byTier: figures(report.byTier),
    byModel: figures(report.byModel),
    byTaskType: figures(report.byTaskType),
    byWorkspace: figures(report.byWorkspace),
    byTurn: Object.fromEntries(
      report.byTurn.map((row) => [row.label, [sumsOf(row), row.worked, row.failed]]),
    ),
    baselineNanoUsd: report.saving?.baselineNanoUsd ?? 0,
    judges: report.judges.nanoUsd,
    evaluation: sumsOf(report.evaluation),
    classifier: report.classifier.nanoUsd,
    failedVerdicts: report.gates.reduce((total, { fail }) => total + fail, 0),
    wrongAccepts: report.wrongAccepts,
    answered: report.escalation.requests,
    escalated: report.escalation.escalated,
    listed: report.requests.length,
    days: report.overTime
      .filter(({ attempts }) => attempts > 0)
      .map(({ fromMs: ms, nanoUsd, attempts }) => [dayOf.format(ms), nanoUsd, attempts])
      .toSorted(),
  };
}

test.each([1, 2, 3, 4, 5, 6])(
  'the sums of whole days are the sums of their rows, whatever comes in when (history %i)',
  (seed) => {
    const random = createRandom(seed);
    const database = emptyLedger();
    const history = createHistory(random, fromMs, untilMs);
    const known = noKnownCells();
    let timeZone = zones[0]!;
    for (let step = 0; step < 900; step++) {
      history.addFact(database);
      // Some days are rolled up before the next facts come in, now and then not completely.
      if (random() < 0.03) timeZone = random() < 0.2 ? pick(random, zones) : timeZone;
      const steps = sumUpPast(database, timeZone, nowMs);
      if (random() < 0.03) for (const _ of steps) if (random() < 0.02) history.addFact(database);
      if (step % 60 !== 59) continue;
      const start = pick(random, [0, fromMs + 20 * 3_600_000 * Math.floor(random() * 30)]);
      const length = pick(random, [Infinity, 35 * 86_400_000, 5.3 * 86_400_000]);
      const query: ReportQuery = {
        span: { fromMs: start, ...(length < Infinity && { untilMs: fromMs + length }) },
        timeZone,
        ...(random() < 0.3 && { workspace: 'shop' }),
        ...(random() < 0.3 && { taskType: 'debug' }),
        ...(random() < 0.3 && { tier: 'fast' }),
        ...(random() < 0.3 && { model: pick(random, ['p/small', 'practice/small'] as const) }),
      };
      const report = makeReport(database, query, nowMs, known);
      expect(figuresOf(report, timeZone)).toEqual({
        ...naive(history.recorded, query),
        listed: Math.min(200, naive(history.recorded, query).listed),
      });
      expect(makeTotal(database, query, nowMs, known)).toEqual(report.total);
      for (const _ of sumUpPast(database, timeZone, nowMs));
      expect(makeReport(database, query, nowMs)).toEqual(report);
      expect(makeTotal(database, query, nowMs)).toEqual(report.total);
      expect(makeReport(database, query, nowMs, known)).toEqual(report);
      expect(database.prepare('SELECT count(*) AS n FROM summed').get()?.n).toBeGreaterThan(0);
    }
  },
  60_000,
);
