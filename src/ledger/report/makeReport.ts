import type { DatabaseSync } from 'node:sqlite';
import type { Money } from '../../routing/models/accounts.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { EvaluationCost, GateRow, Report, ReportQuery, TierAttempts } from '../reports.ts';
import { aggregatedCells, matching, requestsMeasure } from '../rollups/aggregate.ts';
import type { Role } from '../rollups/attemptRoles.ts';
import { type CellCache, noKnownCells } from '../rollups/cellCache.ts';
import { type Cell, type CellKey, type Measure, type Sums, totalOf } from '../rollups/measures.ts';
import { overTime, periodsOf } from '../rollups/periods.ts';
import type { SpeculationCost, Saving, SpendRow, TotalRow } from '../spendRows.ts';
import { inReadTransaction } from '../sql/statements.ts';
import { latencyOf } from './latency.ts';
import { misroutesOf } from './misroutes.ts';
import { recentRequests } from './recentRequests.ts';

/*
 * The door of reading: it makes the cost panel's report. In comes a query (span, session, filters), out
 * goes a Report. Sums come as cells from rollups/aggregate.ts, which reads roll-ups and, for days without
 * one, rows; this file only groups and names cells. latency.ts, misroutes.ts and recentRequests.ts read rows,
 * with the help of matchingRows.ts. requestStory.ts tells all about one request.
 */

/**
 * Every figure is a sum over one state of the file, in one kind of money: real money, or practice money
 * when no other was spent. The chart ends at `nowMs`. `cache` holds what earlier reports of this file
 * have read.
 */
export function makeReport(
  database: DatabaseSync,
  query: ReportQuery,
  nowMs: number,
  cache: CellCache = noKnownCells(),
): Report {
  return inReadTransaction(database, () => {
    const { isHourly, periodAt } = periodsOf(query, nowMs);
    const { cells, periods } = aggregatedCells(database, query, { isHourly, periodAt }, cache);
    const matched = cells.filter(matching(query));
    const money = moneyOf(matched);
    const isOther = isOfOtherMoneyThan(money);
    const periodsOfMoney = periods.filter((period) => !isOther(period));
    return {
      ...sumsOfReport(cells, matched, query, money),
      overTime: overTime(query, periodsOfMoney, { periodAt, isHourly, nowMs }),
      latency: latencyOf(database, query, { periods: periodsOfMoney, periodAt, money }),
      misroutes: misroutesOf(database, query, { periods: periodsOfMoney, periodAt, money }),
      requests: recentRequests(database, query, { periods, periodAt }),
      choices: choicesOf(cells),
    };
  });
}

/** The total of such a report, which needs no rows beside the sums. */
export function makeTotal(
  database: DatabaseSync,
  query: ReportQuery,
  nowMs: number,
  cache: CellCache = noKnownCells(),
): TotalRow {
  return inReadTransaction(database, () => {
    const { cells } = aggregatedCells(database, query, periodsOf(query, nowMs), cache);
    const matched = cells.filter(matching(query));
    return totalRow(matched, query, moneyOf(matched));
  });
}

/** Everything that cells alone can say. `matched` are the cells that the query's filters leave. */
function sumsOfReport(
  cells: readonly Cell[],
  matched: readonly Cell[],
  query: ReportQuery,
  money: Money,
): Omit<Report, 'overTime' | 'latency' | 'misroutes' | 'requests' | 'choices'> {
  const isOther = isOfOtherMoneyThan(money);
  const found = matched.filter((cell) => !isOther(cell));
  const total = totalOf(found);
  const costOfRole = (role: Role) => costOf(totalOf(found.filter((cell) => cell.role === role)));
  const saving = savingOf(found, total);
  const groupedBy = grouping(found, query, money);
  return {
    total: totalRow(matched, query, money),
    byTaskType: groupedBy('taskType'),
    byTier: groupedBy('tier'),
    byModel: groupedBy('model').map((row) => ({
      ...row,
      model: row.label,
      label: modelNameOf(found, row.label),
    })),
    byWorkspace: groupedBy('workspace'),
    byTurn: groupedBy('turn')
      .filter(({ label }) => label !== '')
      .map((row) => ({ ...row, ...outcomesOf(found, row.label) })),
    ...(saving && { saving }),
    standingUsage: {
      usage: usageOfSums(total),
      attempts: total.usageTold ?? 0,
      models: distinct(
        'model',
        called(cells).filter((cell) => cell.money === money && cell.role !== 'evaluate'),
      ),
    },
    insurance: costOfRole('overtaken'),
    failedTries: costOfRole('failed'),
    wrongAccepts: total.wrongAccepts ?? 0,
    escalation: { requests: total.answered ?? 0, escalated: total.escalated ?? 0 },
    gates: gatesOf(found),
    classifier: costOfRole('classify'),
    judges: costOfRole('judge'),
    evaluation: evaluationCost(found, measureOfRequests(query)),
    tried: tierAttemptsOf(found),
  };
}

/** The sum of the cells that the filters leave, in one kind of money, and beside it that of practice money. */
function totalRow(matched: readonly Cell[], query: ReportQuery, money: Money): TotalRow {
  const isOther = isOfOtherMoneyThan(money);
  const total = totalOf(matched.filter((cell) => !isOther(cell)));
  const practice = matched.filter(isOther);
  const label = query.sessionId === undefined ? 'all' : 'session';
  const measure = measureOfRequests(query);
  return {
    ...spendRow(label, total, measure, money),
    ...(practice.length > 0 && {
      practice: spendRow('practice', totalOf(practice), measure, 'practice'),
    }),
  };
}

/** Practice money only when no real money was spent. */
function moneyOf(cells: readonly Cell[]): Money {
  const has = (money: Money) => cells.some((cell) => cell.money === money);
  return has('practice') && !has('real') ? 'practice' : 'real';
}

/** A request without a call belongs to neither kind of money. */
function isOfOtherMoneyThan(money: Money) {
  return (row: Pick<CellKey, 'money'>) => row.money !== money && row.money !== '';
}

/** The measure that counts requests under the query's filters, in all or within groups. */
function measureOfRequests(query: ReportQuery, group?: keyof CellKey) {
  return requestsMeasure(
    query.tier !== undefined || group === 'tier',
    query.model !== undefined || group === 'model',
  );
}

function grouping(cells: readonly Cell[], query: ReportQuery, money: Money) {
  const spent = cells.filter((cell) => cell.attempts);
  return (name: 'taskType' | 'tier' | 'model' | 'workspace' | 'turn'): SpendRow[] =>
    [...Map.groupBy(spent, (cell) => cell[name])]
      .map(([label, group]) =>
        spendRow(label, totalOf(group), measureOfRequests(query, name), money),
      )
      .toSorted((a, b) => b.nanoUsd - a.nanoUsd || (a.label < b.label ? -1 : 1));
}

function spendRow(
  label: string,
  sums: Sums,
  requests: ReturnType<typeof measureOfRequests>,
  money: Money,
): SpendRow {
  return {
    label,
    requests: sums[requests] ?? 0,
    ...costOf(sums),
    simulated: money === 'practice',
  };
}

function costOf(sums: Sums): SpeculationCost {
  return {
    attempts: sums.attempts ?? 0,
    nanoUsd: sums.nanoUsd ?? 0,
    estimatedNanoUsd: sums.estimatedNanoUsd ?? 0,
    unknownAttempts: sums.unknownAttempts ?? 0,
  };
}

function evaluationCost(cells: readonly Cell[], requests: Measure): EvaluationCost {
  const sums = totalOf(cells.filter(({ role }) => role === 'evaluate'));
  return { requests: sums[requests] ?? 0, ...costOf(sums) };
}

function outcomesOf(
  cells: readonly Cell[],
  turn: string,
): { readonly worked: number; readonly failed: number } {
  const { turnsWorked, turnsFailed } = totalOf(cells.filter((cell) => cell.turn === turn));
  return { worked: turnsWorked ?? 0, failed: turnsFailed ?? 0 };
}

/** The name under which most of a model's attempts were made. */
function modelNameOf(cells: readonly Cell[], model: string): string {
  const own = cells.filter((cell) => cell.model === model && cell.attempts);
  return mostOf(own, (cell) => cell.modelName, 'attempts') ?? model;
}

function savingOf(cells: readonly Cell[], total: Sums): Saving | undefined {
  const compared = cells.filter((cell) => cell.compared);
  const baselineName = mostOf(compared, (cell) => cell.baselineName, 'compared');
  if (baselineName === undefined) return undefined;
  return {
    baselineName,
    baselineNanoUsd: total.baselineNanoUsd ?? 0,
    spentNanoUsd: total.spentNanoUsd ?? 0,
    withoutBaseline: total.leftOut ?? 0,
  };
}

function mostOf(
  cells: readonly Cell[],
  nameOf: (cell: Cell) => string,
  measure: 'attempts' | 'compared',
): string | undefined {
  const counted = [...Map.groupBy(cells, nameOf)].map(
    ([name, group]) => [name, totalOf(group)[measure] ?? 0] as const,
  );
  return counted.toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

function usageOfSums(sums: Sums): Usage {
  const parts = {
    cacheReadTokens: sums.cacheReadTokens,
    cacheWriteTokens: sums.cacheWriteTokens,
    cacheWriteLongTokens: sums.cacheWriteLongTokens,
    reasoningTokens: sums.reasoningTokens,
  };
  const reported = Object.entries(parts).filter(([, tokens]) => tokens !== null);
  return {
    inputTokens: sums.inputTokens ?? 0,
    outputTokens: sums.outputTokens ?? 0,
    ...Object.fromEntries(reported),
  };
}

function gatesOf(cells: readonly Cell[]): GateRow[] {
  const ofGates = cells.filter((cell) => cell.role === 'gate');
  return [...Map.groupBy(ofGates, (cell) => cell.gate)]
    .map(([gate, group]) => {
      const { gatePass, gateFail, gateCouldNotRun } = totalOf(group);
      return { gate, pass: gatePass ?? 0, fail: gateFail ?? 0, couldNotRun: gateCouldNotRun ?? 0 };
    })
    .toSorted((a, b) => (a.gate < b.gate ? -1 : 1));
}

function tierAttemptsOf(cells: readonly Cell[]): TierAttempts[] {
  const counted = cells.filter((cell) => cell.priced || cell.judged);
  const groups = Map.groupBy(counted, ({ taskType, tier, model }) =>
    JSON.stringify([taskType, tier, model]),
  );
  const names = [...groups.keys()].toSorted();
  return names.map((name) => {
    const group = groups.get(name)!;
    const { taskType, tier, model } = group[0]!;
    const sums = totalOf(group);
    return {
      taskType,
      tier,
      model,
      modelName: modelNameOf(group, model),
      answers: sums.priced ?? 0,
      nanoUsd: sums.pricedNanoUsd ?? 0,
      judged: sums.judged ?? 0,
      passed: sums.passed ?? 0,
      taken: sums.taken ?? 0,
      takenNanoUsd: sums.takenNanoUsd ?? 0,
    };
  });
}

function choicesOf(cells: readonly Cell[]): Report['choices'] {
  return {
    workspaces: distinct('workspace', cells),
    taskTypes: distinct('taskType', cells),
    tiers: distinct('tier', called(cells)),
    models: distinct('model', called(cells)),
  };
}

function called(cells: readonly Cell[]): Cell[] {
  return cells.filter((cell) => cell.role !== 'none');
}

function distinct(
  name: 'workspace' | 'taskType' | 'tier' | 'model',
  cells: readonly Cell[],
): string[] {
  return [...new Set(cells.map((cell) => cell[name]))].toSorted();
}
