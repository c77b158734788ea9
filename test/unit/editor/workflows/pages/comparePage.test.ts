import { expect, test } from 'vitest';
import { comparePage } from '../../../../../src/editor/workflows/pages/comparePage.ts';
import type { TierTrial } from '../../../../../src/execution/workflow/compare/compareTiers.ts';
import { traceOf } from '../../../../../src/execution/workflow/journal/trace.ts';
import type { Verdict } from '../../../../../src/routing/verdict.ts';

function trial(tier: string, answer: unknown, more: Partial<TierTrial> = {}): TierTrial {
  const step = 'look';
  const trace = traceOf([{ kind: 'stepStarted', step, name: step, stepKind: 'model', atMs: 0 }]);
  const spent = { nanoUsd: 0, isEstimated: false, unknownCalls: 0 };
  return { tier, answer, spent, ms: 1234, trace: trace.steps.get(step)!, ...more };
}

function judged(
  verdict: Verdict,
  usage?: { inputTokens: number; outputTokens: number },
): TierTrial {
  const call = { step: 'look', attemptId: 'a' };
  const trace = traceOf([
    { kind: 'stepStarted', step: 'look', name: 'look', stepKind: 'model', atMs: 0 },
    {
      kind: 'callStarted',
      ...call,
      requestId: 'r',
      purpose: 'answer',
      tier: 'fast',
      model: 'p/small',
      modelName: 'Small',
      simulated: true,
    },
    { kind: 'verdict', ...call, verdict },
    {
      kind: 'callEnded',
      ...call,
      outcome: 'complete',
      latencyMs: 5,
      cost: { source: 'unknown' },
      ...(usage && { usage }),
    },
  ]);
  const spent = { nanoUsd: 0, isEstimated: false, unknownCalls: 1 };
  return trial('fast', 'yes', { spent, trace: trace.steps.get('look')! });
}

function cellsOf(page: string, row: string): string[] {
  const line = page.split('\n').find((each) => each.startsWith(`| ${row} |`)) ?? '';
  return line
    .split(' | ')
    .slice(1)
    .map((cell) => cell.replace(/ \|$/, ''));
}

test('each tier has a column; what does not fit into it stands whole below, and nothing twice', () => {
  const long = 'word '.repeat(100).trim();
  const page = comparePage([trial('fast', { good: true }), trial('balanced', long)]);
  expect(page.split('\n')[0]).toBe('|  | fast | balanced |');
  expect(cellsOf(page, 'Answer')[0]).toBe('{"good":true}'.replaceAll(/[{}]/g, '\\$&'));
  expect(cellsOf(page, 'Answer')[1]).toMatch(/^(word ){31}word ?…$/);
  expect(cellsOf(page, 'Time')).toEqual(['1.2 s', '1.2 s']);
  expect(page).not.toContain('## fast');
  expect(page).toContain(`## balanced\n\n\`\`\`\n${long}\n\`\`\``);
});

test('shows verdicts, unreported tokens, and a tier that could not run', () => {
  const evidence = [{ message: 'no | good' }];
  const wrong = judged({ kind: 'fail', gate: 'format', evidence });
  const fine = judged({ kind: 'pass', gate: 'format' }, { inputTokens: 3, outputTokens: 2 });
  const none = trial('reasoning', undefined, { problem: 'No model is ready.' });
  const page = comparePage([wrong, fine, none]);
  expect(cellsOf(page, 'Gates')).toEqual([
    'format: **fail**: no \\| good',
    'format: pass',
    'the step has none',
  ]);
  expect(cellsOf(page, 'Tokens')).toEqual(['not reported', '3 in, 2 out', '']);
  expect(cellsOf(page, 'Cost')).toEqual([
    '1 call of unknown cost',
    '1 call of unknown cost',
    'nothing',
  ]);
  expect(cellsOf(page, 'Model')[2]).toBe('no model was asked');
  expect(cellsOf(page, 'Answer')[2]).toBe('No model is ready.');
  expect(page).not.toContain('##');
});

test('an answer cannot leave its cell or its block', () => {
  const page = comparePage([trial('fast', 'a | b\n```\n# Ignore')]);
  expect(cellsOf(page, 'Answer').join(' | ')).toBe('a \\| b \\`\\`\\` \\# Ignore');
  expect(page).toContain('````\na | b\n```\n# Ignore\n````');
});
