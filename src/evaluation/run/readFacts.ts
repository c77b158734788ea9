import { createReadStream } from 'node:fs';
import { type Accounts, moneyOf, noMoney, plus } from '../../routing/models/accounts.ts';
import type { Cost } from '../../routing/models/money.ts';
import type { Report } from '../report.ts';
import type { EarlierRun } from '../thresholds.ts';
import type { Trial } from '../trial.ts';
import { fromPlain, type Plain } from './plainData.ts';
import type { TrialFact } from './trialFacts.ts';

/** A line of a file, in bytes from its beginning. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** What the facts say of one run. */
export interface KnownRun extends EarlierRun {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly seed: number;
}

/** What a run that goes on has done so far. */
export interface DoneSoFar {
  /** Scored trials under keys that are wanted, in the order in which they came. */
  readonly trials: readonly Trial[];
  readonly calls: number;
  /** A call of unknown cost, or whose end is not known, counts with its worst case. */
  readonly spent: Accounts;
}

/** What the facts of an evaluation say, apart from its answers: of those, where they stand. */
export interface KnownFacts {
  /** The newest answer under each wanted key, unless it has a scored trial. */
  readonly answers: Map<string, Place>;
  /** The newest scored trial under each wanted key. One that could not run is no result. */
  readonly scored: Map<string, Trial>;
  /** In the order in which they began. */
  readonly runs: readonly KnownRun[];
  readonly soFar: DoneSoFar;
  /** The report of the run that ended last. */
  readonly last?: Report;
}

export interface WantedFacts {
  /** Trials and answers under these keys; all when omitted. */
  readonly keys?: ReadonlySet<string>;
  /** The run that goes on. */
  readonly runId?: string;
}

/**
 * Reads the facts of an evaluation line by line, so that it holds no answer. A missing file has none. Lines
 * that are cut off or not readable are passed over; the file stays as it is.
 */
export async function readFacts(path: string, wanted: WantedFacts = {}): Promise<KnownFacts> {
  const { keys, runId } = wanted;
  const answers = new Map<string, Place>();
  const scored = new Map<string, Trial>();
  const runs = new Map<string, KnownRun>();
  const account = createAccount(runId);
  const trials: Trial[] = [];
  let last: Plain<Report> | undefined;
  for await (const { text, ...place } of linesIn(path)) {
    const fact = factIn(text);
    if (fact === undefined) continue;
    account.add(fact);
    addRun(runs, fact);
    if (fact.kind === 'ended') last = fact.report;
    if (!('key' in fact) || keys?.has(fact.key) === false) continue;
    if (fact.kind === 'answered') answers.set(fact.key, place);
    if (fact.kind === 'tried' && fact.trial.outcome.kind === 'scored') {
      answers.delete(fact.key);
      scored.set(fact.key, fact.trial);
      if (fact.runId === runId) trials.push(fact.trial);
    }
  }
  return {
    answers,
    scored,
    runs: [...runs.values()],
    soFar: { trials, ...account.sums() },
    ...(last && { last: fromPlain(last) }),
  };
}

/** The fact of a line; undefined when it is not one. */
export function factIn(line: string): TrialFact | undefined {
  try {
    const read = JSON.parse(line) as TrialFact | null;
    return typeof read?.kind === 'string' ? read : undefined;
  } catch {
    return undefined;
  }
}

function addRun(runs: Map<string, KnownRun>, fact: TrialFact): void {
  const { runId } = fact;
  const before = runs.get(runId);
  if (fact.kind === 'started') {
    const { atMs: startedAtMs, subjectHash, thresholdsHash, seed } = fact;
    runs.set(runId, { runId, startedAtMs, subjectHash, thresholdsHash, seed });
  }
  if (!before) return;
  if (fact.kind === 'tried') {
    const { firstResultAtMs = Infinity } = before;
    const { atMs } = fact.trial;
    runs.set(runId, { ...before, firstResultAtMs: Math.min(firstResultAtMs, atMs) });
  }
  if (fact.kind === 'ended') {
    // Results that came from earlier runs could be seen in this one as well.
    const { firstResultAtMs } = fromPlain(fact.report);
    if (firstResultAtMs !== undefined) runs.set(runId, { ...before, firstResultAtMs });
  }
}

type Asked = Extract<TrialFact, { kind: 'asked' }>;

/** Sums what one run has spent. */
function createAccount(runId: string | undefined) {
  const open = new Map<string, Asked>();
  let spent = noMoney;
  let calls = 0;
  const settle = ({ simulated, worstCaseNanoUsd = 0 }: Asked, cost?: Cost): void => {
    spent = plus(spent, moneyOf(simulated === true), cost?.nanoUsd ?? worstCaseNanoUsd);
  };
  return {
    add(fact: TrialFact): void {
      if (fact.runId !== runId) return;
      if (fact.kind === 'asked') {
        // A batch that another process goes on with is written down once more, and counts once.
        if (open.get(fact.key)?.batch !== true) calls += 1;
        open.set(fact.key, fact);
      }
      if (fact.kind !== 'answered' && fact.kind !== 'tried') return;
      const asked = open.get(fact.key);
      // An answer was paid for before its trial.
      if (asked) settle(asked, fact.kind === 'answered' ? fact.answer.cost : fact.trial.cost);
      open.delete(fact.key);
    },
    sums(): Pick<DoneSoFar, 'calls' | 'spent'> {
      for (const asked of open.values()) {
        if (asked.batch) calls -= 1;
        else settle(asked);
      }
      open.clear();
      return { calls, spent };
    },
  };
}

const readAtOnce = 1024 * 1024;
const newLine = 10;

/** The whole lines of a file, with their places; none when it is missing. */
export async function* linesIn(path: string): AsyncGenerator<Place & { readonly text: string }> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: readAtOnce })) {
      const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      let start = 0;
      for (let at = bytes.indexOf(newLine); at >= 0; at = bytes.indexOf(newLine, start)) {
        const text = bytes.toString('utf8', start, at);
        yield { text, offset: offset + start, length: at - start };
        start = at + 1;
      }
      rest = bytes.subarray(start);
      offset += start;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
