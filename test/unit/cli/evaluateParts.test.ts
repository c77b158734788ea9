import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { keyFrom } from '../../../src/cli/evaluate/keys.ts';
import { type CallFact, createRunLedger } from '../../../src/cli/evaluate/runLedger.ts';
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
    await ledger.settle(end('a', { source: 'computed', nanoUsd: 90 }));
    expect(await ledger.reserve(call('b'), [cap])).toBeUndefined();
    expect(ledger.totals().spent).toEqual({ real: 0, practice: 90 });
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
      unknownCalls: 1,
    });
    expect(await ledger.reserve(call('b'), [cap])).toMatchObject({ spentNanoUsd: 60 });
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
