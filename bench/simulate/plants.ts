import type { Plant } from './loadProduct.ts';

/** Mistakes that the simulator must find: each once made somewhere, or easily made. */
export const plants: readonly Plant[] = [
  {
    name: 'a call is sent before its reservation is kept',
    file: 'execution/attempt/attempt.ts',
    edits: [
      {
        find: 'const { refusal, notRecorded, guessNanoUsd } = await reserve(asked, context, signal);',
        replace: `void reserve(asked, context, signal);
      const { refusal, notRecorded, guessNanoUsd } = { notRecorded: [] } as Awaited<ReturnType<typeof reserve>>;`,
      },
    ],
  },
  {
    name: 'a cancelled call is not settled',
    file: 'execution/attempt/attempt.ts',
    edits: [
      {
        find: 'const settled = await settle(prepared, endReception(reception, signal.aborted), context);',
        replace: `const received = endReception(reception, signal.aborted);
      const settled = await settle(prepared, received, received.outcome === 'cancelled'
        ? { ...context, ledger: { ...context.ledger, settle: async () => undefined } } : context);`,
      },
    ],
  },
  {
    name: 'a call is not settled when its reader stops',
    file: 'execution/attempt/attempt.ts',
    edits: [
      {
        find: 'if (isOpen) await settle(prepared, endReception(reception, true), context);',
        replace: '',
      },
    ],
  },
  {
    name: 'a cut-off answer counts as complete',
    file: 'execution/attempt/callModel.ts',
    edits: [{ find: "    return 'cutOff';\n  }", replace: "    return 'complete';\n  }" }],
  },
  {
    name: 'an answer that ran into its limit counts as complete',
    file: 'execution/attempt/callModel.ts',
    edits: [{ find: "if (finish === 'length') return 'truncated';", replace: '' }],
  },
  {
    name: 'another model stands in after text was shown',
    file: 'execution/attempt/fallback.ts',
    edits: [
      {
        find: 'return isEmpty(end) && end.error !== undefined && !signal.aborted;',
        replace: 'return end.error !== undefined && !signal.aborted;',
      },
    ],
  },
  {
    name: 'a final refusal is repeated',
    file: 'execution/attempt/retries.ts',
    edits: [{ find: '!error.retryable || ', replace: '' }],
  },
  {
    name: 'repetitions have no share',
    file: 'execution/attempt/retries.ts',
    edits: [{ find: 'if (repeated.count() >= most) return undefined;', replace: '' }],
  },
  {
    name: 'what a broken stream cost is not estimated',
    file: 'execution/attempt/settleCost.ts',
    edits: [{ find: 'if (isFinal && isFinished) {', replace: 'if (isFinal) {' }],
  },
  {
    name: 'hidden thinking is not counted',
    file: 'execution/attempt/settleCost.ts',
    edits: [
      {
        find: 'const outputTokens = Math.max(usage?.outputTokens ?? 0, visible, withThought);',
        replace: 'const outputTokens = Math.max(usage?.outputTokens ?? 0, visible);',
      },
    ],
  },
  {
    name: 'doubtful usage counts as exact',
    file: 'execution/attempt/callModel.ts',
    edits: [{ find: 'parts.isDoubtful = part.isDoubtful === true;', replace: '' }],
  },
  {
    name: 'a budget is not checked',
    file: 'ledger/write/reserve.ts',
    edits: [{ find: 'if (over) return over;', replace: '' }],
  },
  {
    name: 'a budget is checked before the write begins',
    file: 'ledger/write/reserve.ts',
    edits: [
      {
        find: 'if (!areSummed(summed, known)) standings(database, summed, known);',
        replace: 'const early = firstExceeded(database, limits, known, fact);',
      },
      {
        find: 'const over = firstExceeded(database, limits, known, fact);',
        replace: 'const over = early;',
      },
    ],
  },
  {
    name: 'a write is not undone when it fails',
    file: 'ledger/sql/statements.ts',
    edits: [
      {
        find: "if (database.isTransaction) database.exec('ROLLBACK');",
        replace: "if (database.isTransaction) database.exec('COMMIT');",
      },
    ],
  },
  {
    name: 'the calls of dead windows are never settled',
    file: 'ledger/write/leases.ts',
    edits: [
      {
        find: 'prepared(database, orphansSettled).run(nowMs, nowMs, beforeMs);',
        replace: 'void beforeMs;',
      },
    ],
  },
  {
    name: 'an orphan counts as free',
    file: 'ledger/write/leases.ts',
    edits: [
      {
        find: '    worst_case_nano_usd, 0\n',
        replace: '    iif(worst_case_nano_usd IS NULL, NULL, 0), 0\n',
      },
    ],
  },
  {
    name: 'the late end of an orphan is forgotten',
    file: 'ledger/write/recordFacts.ts',
    edits: [
      {
        find: "if (insertUnlessThere(database, 'correction', row)) return;",
        replace: 'if (row) return;',
      },
    ],
  },
  {
    name: 'the sums of budgets forget corrections',
    file: 'ledger/write/budgetStandings.ts',
    edits: [
      { find: "now: 'correction.cost_nano_usd',", replace: "now: 'settlement.cost_nano_usd'," },
    ],
  },
  {
    name: 'facts that wait are recorded twice over',
    file: 'ledger/write/pendingFacts.ts',
    edits: [
      {
        find: '    rmSync(file, { force: true });\n    inMemory = [];',
        replace: '    inMemory = [];',
      },
    ],
  },
  {
    name: 'facts that wait are dropped',
    file: 'ledger/ledgerWorker.ts',
    edits: [
      {
        find: 'return pending.add({ name: message.name as FactName, fact: message.given[0] as never });',
        replace: "return 'file';",
      },
    ],
  },
  {
    name: 'a reservation under a budget waits for a better time',
    file: 'ledger/ledgerWorker.ts',
    edits: [{ find: 'return limits.length === 0;', replace: 'return limits.length >= 0;' }],
  },
  {
    name: 'a call goes out although no budget could be checked',
    file: 'execution/attempt/reserve.ts',
    edits: [
      {
        find: 'const isUnchecked = failure !== undefined && limits.length > 0;',
        replace: 'const isUnchecked = false;',
      },
    ],
  },
  {
    name: 'the seconds of a plan do not end its calls',
    file: 'execution/attempt/timeLimit.ts',
    edits: [
      {
        find: 'signal: AbortSignal.any([signal, late.signal]),',
        replace: 'signal,',
      },
    ],
  },
  {
    name: 'silence does not end a call',
    file: 'providers/http/deadlines.ts',
    edits: [
      {
        find: 'if (hasBytes) set(limits.silenceMs, () => fail(overs.silence(limits)));',
        replace: 'if (hasBytes) cancel();',
      },
    ],
  },
];

/** Throws when no mistake has this name. */
export function plantOf(name: string): Plant {
  const found = plants.find((plant) => plant.name === name);
  if (found) return found;
  throw new Error(
    `There is no planted mistake “${name}”. There are: ${plants.map((each) => each.name).join('; ')}`,
  );
}
