import type { DatabaseSync } from 'node:sqlite';
import type { Money } from '../../routing/models/accounts.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { GateRow, Report, ReportQuery, TierAttempts } from '../reports.ts';
import { matching, requestsMeasure, summedCells } from '../rollups/aggregate.ts';
import type { Role } from '../rollups/attemptRoles.ts';
import { type CellCache, noKnownCells } from '../rollups/cellCache.ts';
import { type Cell, type CellKey, type Sums, totalOf } from '../rollups/measures.ts';
import { overTime, periodsOf } from '../rollups/periods.ts';
import type { SpeculationCost, Saving, SpendRow } from '../spendRows.ts';
import { inReadTransaction } from '../sql/statements.ts';
import { latencyOf } from './latency.ts';
import { recentRequests } from './recentRequests.ts';

/**
 * Every figure is a sum of rows of one state of the file, and of one kind of money: of real money, or of
 * practice money where no other was spent. `nowMs`: where the chart ends. `known`: what reports of this
 * file have read before.
 */
export function makeReport(
  database: DatabaseSync,
  query: ReportQuery,
  nowMs: number,
  known: CellCache = noKnownCells(),
): Report {
  return inReadTransaction(database, () => {
    const { isHourly, periodAt } = periodsOf(query, nowMs);
    const { cells, periods } = summedCells(database, query, { isHourly, periodAt }, known);
    const ofBoth = cells.filter(matching(query));
    const money = moneyOf(ofBoth);
    const isOfOther = otherThan(money);
    const found = ofBoth.filter((cell) => !isOfOther(cell));
    const total = totalOf(found);
    const of = (role: Role) => insuranceOf(found.filter((cell) => cell.role === role));
    const saving = savingOf(found, total);
    const groupedBy = grouping(found, query, money);
    const label = query.sessionId === undefined ? 'all' : 'session';
    const ofMoney = periods.filter((period) => !isOfOther(period));
    const practice = ofBoth.filter(isOfOther);
    return {
      total: {
        ...spendRow(label, total, countOf(query), money),
        ...(practice.length > 0 && {
          practice: spendRow('practice', totalOf(practice), countOf(query), 'practice'),
        }),
      },
      byTaskType: groupedBy('taskType'),
      byTier: groupedBy('tier'),
      byModel: groupedBy('model').map((row) => ({
        ...row,
        model: row.label,
        label: modelNameOf(found, row.label),
      })),
      byWorkspace: groupedBy('workspace'),
      overTime: overTime(query, ofMoney, { periodAt, isHourly, nowMs }),
      ...(saving && { saving }),
      standingUsage: {
        usage: usageOf(total),
        attempts: total.usageTold ?? 0,
        models: distinct(
          'model',
          called(cells).filter((cell) => cell.money === money),
        ),
      },
      insurance: of('overtaken'),
      failedTries: of('failed'),
      wrongAccepts: total.wrongAccepts ?? 0,
      escalation: { requests: total.answered ?? 0, escalated: total.escalated ?? 0 },
      gates: gatesOf(found),
      classifier: of('classify'),
      judges: of('judge'),
      latency: latencyOf(database, query, { periods: ofMoney, periodAt, money }),
      tried: triedOf(found),
      requests: recentRequests(database, query, { periods, periodAt }),
      choices: choicesOf(cells),
    };
  });
}

/** Practice money only where no real money was spent. */
function moneyOf(cells: readonly Cell[]): Money {
  const has = (money: Money) => cells.some((cell) => cell.money === money);
  return has('practice') && !has('real') ? 'practice' : 'real';
}

/** A request without a call is of neither kind. */
function otherThan(money: Money) {
  return (row: Pick<CellKey, 'money'>) => row.money !== money && row.money !== '';
}

/** How requests are counted under the query's filters, in groups or in all. */
function countOf(query: ReportQuery, group?: keyof CellKey) {
  return requestsMeasure(
    query.tier !== undefined || group === 'tier',
    query.model !== undefined || group === 'model',
  );
}

function grouping(cells: readonly Cell[], query: ReportQuery, money: Money) {
  const spent = cells.filter((cell) => cell.attempts);
  return (name: 'taskType' | 'tier' | 'model' | 'workspace'): SpendRow[] =>
    [...Map.groupBy(spent, (cell) => cell[name])]
      .map(([label, group]) => spendRow(label, totalOf(group), countOf(query, name), money))
      .toSorted((a, b) => b.nanoUsd - a.nanoUsd || (a.label < b.label ? -1 : 1));
}

function spendRow(
  label: string,
  sums: Sums,
  count: ReturnType<typeof countOf>,
  money: Money,
): SpendRow {
  return {
    label,
    requests: sums[count] ?? 0,
    ...insuranceFrom(sums),
    simulated: money === 'practice',
  };
}

function insuranceOf(cells: readonly Cell[]): SpeculationCost {
  return insuranceFrom(totalOf(cells));
}

function insuranceFrom(sums: Sums): SpeculationCost {
  return {
    attempts: sums.attempts ?? 0,
    nanoUsd: sums.nanoUsd ?? 0,
    estimatedNanoUsd: sums.estimatedNanoUsd ?? 0,
    unknownAttempts: sums.unknownAttempts ?? 0,
  };
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

function usageOf(sums: Sums): Usage {
  const parts = {
    cacheReadTokens: sums.cacheReadTokens,
    cacheWriteTokens: sums.cacheWriteTokens,
    cacheWriteLongTokens: sums.cacheWriteLongTokens,
    reasoningTokens: sums.reasoningTokens,
  };
  const told = Object.entries(parts).filter(([, tokens]) => tokens !== null);
  return {
    inputTokens: sums.inputTokens ?? 0,
    outputTokens: sums.outputTokens ?? 0,
    ...Object.fromEntries(told),
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

function triedOf(cells: readonly Cell[]): TierAttempts[] {
  const tried = cells.filter((cell) => cell.priced || cell.judged);
  const groups = Map.groupBy(tried, ({ taskType, tier, model }) =>
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
