import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { codeOf, type PolicyCheck } from '../../../src/cli/evaluated.ts';
import { outliving } from '../../../src/cli/evaluate/interrupt.ts';
import { readOptions } from '../../../src/cli/evaluate/options.ts';
import { openOutputs } from '../../../src/cli/evaluate/outputs.ts';
import { tellBatches } from '../../../src/cli/evaluate/progress.ts';
import { verdictOf } from '../../../src/cli/evaluate/verdict.ts';
import type { Candidate } from '../../../src/evaluation/candidate.ts';
import { resumeFinder } from '../../../src/evaluation/finder/finder.ts';
import type { FinderResult } from '../../../src/evaluation/finder/result.ts';
import { reportOf } from '../../../src/evaluation/report.ts';
import type { TrialOutcome } from '../../../src/evaluation/trial.ts';
import {
  candidateOf,
  finderInput,
  fixturesOf,
  outcome,
  stuck,
  trialOf,
} from '../../support/trials.ts';
import { keyFrom } from '../../../src/cli/evaluate/keys.ts';
import { type CallFact, createRunLedger } from '../../../src/cli/evaluate/runLedger.ts';
import { describeTotals } from '../../../src/cli/print/evaluationFigures.ts';
import { withoutComments } from '../../../src/cli/read/withoutComments.ts';
import { isFileLeased, takeFileLease } from '../../../src/execution/workflow/journal/fileLease.ts';
import type { Limit, ReservationFact, SettlementFact } from '../../../src/ledger/facts.ts';
import { builtInProviders } from '../../../src/providers/providerConfig.ts';

describe('keys from the environment', () => {
  const [anthropic] = builtInProviders;
  test('the own name comes first, then the usual one', () => {
    const usual = { ANTHROPIC_API_KEY: ' usual\n' };
    expect(keyFrom(usual, anthropic!)).toBe('usual');
    expect(keyFrom({ ...usual, TIERWISE_KEY_ANTHROPIC: 'own' }, anthropic!)).toBe('own');
    expect(keyFrom({ ...usual, TIERWISE_KEY_ANTHROPIC: ' ' }, anthropic!)).toBe('usual');
  });

  test('a usual key goes to no other address, whatever the provider is called', () => {
    const elsewhere = { ...anthropic!, baseUrl: 'https://api.anthropic.com.example.org' };
    expect(keyFrom({ ANTHROPIC_API_KEY: 'usual' }, elsewhere)).toBeUndefined();
  });
});

test('comments become blanks, and what looks like one in a text stays', () => {
  const text = '{ // one\n  "a": "http://x/*y*/", /* two\n lines */ "b": "\\"//", // end';
  const plain = withoutComments(text);
  expect(plain).toBe('{       \n  "a": "http://x/*y*/",       \n          "b": "\\"//",       ');
  expect(plain).toHaveLength(text.length);
});

test('each batch is told once, however often the waiting ones change', () => {
  const told: string[] = [];
  const { waiting } = tellBatches({ name: 'moods' }, (sentence) => told.push(sentence));
  const [first, second] = ['Medium', 'Large'].map((model) => ({ requests: 6, model }));
  for (const batches of [[first!], [first!, second!], [second!], []]) waiting!(batches);
  expect(told).toEqual([
    'moods: waiting for a batch of 6 (Medium); it takes up to a day.',
    'moods: waiting for a batch of 6 (Large); it takes up to a day.',
  ]);
});

describe('the ledger of a run', () => {
  const call = (attemptId: string, more: Partial<ReservationFact> = {}): ReservationFact => ({
    attemptId,
    requestId: 'r',
    atMs: 1,
    purpose: 'answer',
    tier: 'fast',
    model: 'a/m',
    modelName: 'M',
    simulated: false,
    worstCaseNanoUsd: 60,
    ...more,
  });
  const end = (attemptId: string, cost: SettlementFact['cost']): SettlementFact => ({
    attemptId,
    atMs: 2,
    outcome: 'complete',
    cost,
    latencyMs: 1,
  });
  const cap: Limit = { budgetId: '--max-usd', capNanoUsd: 100, span: { fromMs: 0 }, isHard: true };
  const open = () => {
    const facts: CallFact[] = [];
    return { facts, ledger: createRunLedger((fact) => facts.push(fact)) };
  };

  test('worst cases of running calls count under the cap; what was refused is not kept', async () => {
    const { ledger, facts } = open();
    expect(await ledger.reserve(call('a'), [cap])).toBeUndefined();
    const over = await ledger.reserve(call('b'), [cap]);
    expect(over).toEqual({ limit: cap, spentNanoUsd: 60, worstCaseNanoUsd: 60 });
    await ledger.settle(end('a', { source: 'computed', nanoUsd: 10 }));
    expect(await ledger.reserve(call('b'), [cap])).toBeUndefined();
    expect(facts.map(({ kind }) => kind)).toEqual(['reserved', 'settled', 'reserved']);
  });

  test('practice money has an account of its own', async () => {
    const { ledger } = open();
    await ledger.reserve(call('a', { simulated: true, worstCaseNanoUsd: 90 }), [cap]);
    expect(await ledger.reserve(call('b'), [cap])).toBeUndefined();
    await ledger.settle(end('a', { source: 'computed', nanoUsd: 90 }));
    await ledger.settle(end('b', { source: 'computed', nanoUsd: 10 }));
    expect(await ledger.reserve(call('c'), [cap])).toBeUndefined();
    expect(ledger.totals().spent).toEqual({ real: 10, practice: 90 });
  });

  test('unknown stays unknown, and counts at its worst case under the cap', async () => {
    const { ledger } = open();
    expect(await ledger.reserve(call('u', { worstCaseNanoUsd: undefined! }), [cap])).toMatchObject({
      limit: cap,
    });
    await ledger.reserve(call('a'), [cap]);
    await ledger.settle(end('a', { source: 'unknown' }));
    expect(ledger.totals()).toEqual({
      calls: 1,
      spent: { real: 0, practice: 0 },
      estimated: { real: 0, practice: 0 },
      unknownCalls: 1,
    });
    expect(await ledger.reserve(call('b'), [cap])).toMatchObject({ spentNanoUsd: 60 });
  });

  test('what was estimated is told apart, in its own money', async () => {
    const { ledger } = open();
    await ledger.reserve(call('a'));
    await ledger.reserve(call('b', { simulated: true }));
    await ledger.reserve(call('c'));
    await ledger.settle(end('a', { source: 'estimated', nanoUsd: 3_100_000 }));
    await ledger.settle(end('b', { source: 'estimated', nanoUsd: 200_000 }));
    await ledger.settle(end('c', { source: 'reported', nanoUsd: 1_000_000_000 }));
    expect(describeTotals(ledger.totals())).toBe(
      '3 calls, $1.00 and practice $0.00020; $0.0031 and practice $0.00020 of it estimated',
    );
    const { estimated: _, ...sure } = ledger.totals();
    expect(describeTotals({ ...sure, estimated: { real: 0, practice: 0 } })).toBe(
      '3 calls, $1.00 and practice $0.00020',
    );
  });

  test('the same end twice is one end; another one is refused', async () => {
    const { ledger } = open();
    await ledger.reserve(call('a'));
    await ledger.settle(end('a', { source: 'computed', nanoUsd: 10 }));
    await ledger.settle(end('a', { source: 'computed', nanoUsd: 10 }));
    expect(ledger.totals().calls).toBe(1);
    const other = ledger.settle(end('a', { source: 'computed', nanoUsd: 11 }));
    await expect(other).rejects.toThrow('settled twice');
  });
});

describe('the lease of a Node without SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-lease-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('one process has it, until it gives it back', () => {
    const path = join(folder, 'one.lock');
    const lease = takeFileLease(path);
    expect([lease === undefined, isFileLeased(path)]).toEqual([false, true]);
    expect(takeFileLease(path)).toBeUndefined();
    lease!.release();
    expect(takeFileLease(path)).toBeDefined();
  });

  test('it is free when its process is gone', () => {
    const path = join(folder, 'gone.lock');
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, String(pid));
    expect(isFileLeased(path)).toBe(false);
    expect(takeFileLease(path)).toBeDefined();
  });
});

test('no output shows a key, whatever holds it', () => {
  const said: string[] = [];
  const io = {
    stdin: noInput(),
    write: (text: string) => said.push(text),
    writeError: (text: string) => said.push(text),
  };
  const outputs = openOutputs(readOptions([]), {
    io,
    env: {},
    secrets: ['sk-secret-1234', 'short'],
  });
  outputs.write({ words: 'a sk-secret-1234 b', json: () => '' });
  outputs.tell('c sk-secret-1234, short');
  expect(said).toEqual(['a [key] b', 'c [key], short\n']);
});

async function* noInput(): AsyncGenerator<string> {}

test('an interruption comes before a miss, a miss before what is open', () => {
  expect(codeOf([])).toBe(0);
  expect(codeOf(['proven', 'undecided'])).toBe(3);
  expect(codeOf(['undecided', 'missed', 'proven'])).toBe(1);
  expect(codeOf(['missed', 'interrupted'])).toBe(4);
});

describe('a verdict', () => {
  const [fast, strong] = [candidateOf('fast', 1), candidateOf('strong', 10)];
  const fixtures = fixturesOf(60);
  const nobody: PolicyCheck = { choices: [], leftOpen: 60 };
  /** A report of trials that came out like this, for each candidate. */
  const reportWith = (
    outcomes: readonly (readonly [Candidate, (place: number) => TrialOutcome])[],
    end: FinderResult['end'] = 'decided',
  ) => {
    const input = finderInput({ candidates: outcomes.map(([candidate]) => candidate), fixtures });
    const trials = outcomes.flatMap(([candidate, of]) =>
      fixtures.flatMap((fixture, place) => {
        const trial = trialOf(candidate, fixture, of(place));
        // A trial that could not run is tried once more before its fixture is given up.
        return trial.outcome.kind === 'couldNotRun' ? [trial, trial] : [trial];
      }),
    );
    return reportOf(resumeFinder(input, trials), {
      runId: 'r',
      evaluation: 'e',
      fingerprint: {
        fixtures: '',
        scorers: '',
        thresholds: '',
        prompts: '',
        models: '',
        prices: '',
      },
      startedAtMs: 0,
      endedAtMs: 1,
      end,
      earlier: [],
    });
  };
  const good = () => outcome(true);
  const bad = () => outcome(false);

  test('nobody passes: missed, unless somebody could not be asked', () => {
    const report = reportWith([
      [fast, bad],
      [strong, bad],
    ]);
    expect(verdictOf(report, nobody, [])).toEqual({ end: 'missed', why: 'No candidate passes.' });
    const leftOut = [{ name: 'stronger', why: 'no key' }];
    expect(verdictOf(report, nobody, leftOut)).toEqual({
      end: 'undecided',
      why: 'None of those asked passes, and stronger was left out.',
    });
  });

  test('a cheaper candidate that could not be asked is named beside the one that passes', () => {
    const report = reportWith([
      [fast, () => stuck],
      [strong, good],
    ]);
    const { end, why } = verdictOf(report, nobody, []);
    expect(end).toBe('proven');
    expect(why).toMatch(/is the smallest that passes.*\. Whether .* passes is not known/);
  });

  test('what could not be scored is no miss', () => {
    const half = (place: number) => (place % 2 === 0 ? stuck : outcome(place % 10 !== 1));
    expect(verdictOf(reportWith([[fast, half]]), nobody, [])).toMatchObject({ end: 'undecided' });
  });

  test('what the policy uses has to be among those that pass', () => {
    const report = reportWith([[fast, good]]);
    const using = (verdict: PolicyCheck['choices'][number]['verdict']): PolicyCheck => ({
      choices: [{ words: 'it', fixtures: 60, verdict }],
      leftOpen: 0,
    });
    expect(verdictOf(report, using('passes'), []).end).toBe('proven');
    expect(verdictOf(report, nobody, []).end).toBe('proven');
    for (const verdict of ['fails', 'untried', 'unproven', 'noCandidate'] as const) {
      expect(verdictOf(report, using(verdict), []).end).toBe('missed');
    }
  });

  test('a run that was cancelled says nothing, whatever it has seen', () => {
    expect(verdictOf(reportWith([[fast, bad]], 'cancelled'), nobody, []).end).toBe('interrupted');
  });
});

describe('a call that was begun', () => {
  const begin = () => {
    const [stop, cut, late] = [new AbortController(), new AbortController(), new AbortController()];
    const interruption = { stop: stop.signal, cut: cut.signal, dispose: () => undefined };
    const asked = AbortSignal.any([stop.signal, late.signal]);
    return { stop, cut, late, call: outliving(asked, interruption) };
  };

  test('outlives the end of its run, until it is cut off', () => {
    const { stop, cut, call } = begin();
    stop.abort(new Error('interrupted'));
    expect(call.aborted).toBe(false);
    cut.abort(new Error('cut off'));
    expect(call.aborted).toBe(true);
  });

  test('ends when it takes too long', () => {
    const { late, call } = begin();
    late.abort(new Error('late'));
    expect(call.aborted).toBe(true);
  });
});
