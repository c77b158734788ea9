import { expect, onTestFinished, test } from 'vitest';
import type { Fixture } from '../../../../src/evaluation/fixture.ts';
import { fixtureTask } from '../../../../src/evaluation/run/fixtureTask.ts';
import { gateScorer } from '../../../../src/evaluation/scorers/gateScorers.ts';
import type { ScorerSettings } from '../../../../src/evaluation/scorers/settings.ts';
import { completeGate } from '../../../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../../../src/execution/gates/format.ts';
import type { Candidate, Gate } from '../../../../src/execution/gates/gate.ts';
import { createSyntaxGate } from '../../../../src/execution/gates/syntax/syntax.ts';
import { couldNotRun, type GateName, type Verdict } from '../../../../src/routing/verdict.ts';
import { fenced, scriptedWorld } from '../../../support/scriptedRun.ts';

const fixture: Fixture = {
  id: 'total',
  subject: { kind: 'taskType', taskType: 'feature' },
  input: {
    instruction: 'Add shipping to the total.',
    files: [
      {
        path: 'src/cart.ts',
        text: 'export const shipping = 4;\nexport function total(sum: number): number {\n  return sum;\n}\n',
        selection: { startLine: 2, endLine: 4 },
      },
    ],
  },
};
const task = fixtureTask(fixture, 'feature');
const good = fenced('export function total(sum: number): number {\n  return sum + shipping;\n}');
const never = new AbortController().signal;

function syntaxGate(): Gate {
  const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
  const gate = createSyntaxGate({ grammarsFolder });
  onTestFinished(() => gate.dispose());
  return gate;
}

/** A gate that says one thing and keeps what it was shown. */
function saying(name: GateName, verdict: (candidate: Candidate) => Verdict) {
  const shown: Candidate[] = [];
  const gate: Gate = {
    name,
    async check(candidate) {
      shown.push(candidate);
      return verdict(candidate);
    },
  };
  return { gate, shown };
}

const passing = (gate: GateName) => (): Verdict => ({ gate, kind: 'pass' });
const failing = (gate: GateName) => (): Verdict => ({
  gate,
  kind: 'fail',
  evidence: [{ path: 'src/cart.ts', line: 3, message: 'broken' }],
});

async function scoreBy(
  gate: Extract<ScorerSettings, { kind: 'gate' }>['gate'],
  answer: string,
  gates: readonly Gate[],
  beside: readonly ScorerSettings[] = [],
  signal = never,
) {
  const world = scriptedWorld({});
  const kit = {
    gates: new Map(gates.map((each) => [each.name, each])),
    task,
    judge: { attempts: world.context },
  };
  const scorer = gateScorer({ kind: 'gate', gate }, beside, kit);
  return { scored: await scorer.score({ fixture, answer }, signal), bugs: world.bugs };
}

test('that an edit applies: nothing is left out, and it fits the file', async () => {
  const gates = [completeGate, formatGate];
  const pass = { kind: 'scored', score: 1, passed: true };
  expect((await scoreBy('complete', good, gates)).scored).toMatchObject(pass);
  expect((await scoreBy('format', good, gates)).scored).toMatchObject(pass);
  const left = fenced('export function total(sum: number): number {\n  // ... rest of the code\n}');
  expect((await scoreBy('complete', left, gates)).scored).toMatchObject({
    score: 0,
    passed: false,
    evidence: expect.stringMatching(/^The complete check failed: /) as string,
  });
  expect((await scoreBy('format', 'Add the shipping.', gates)).scored).toMatchObject({
    score: 0,
    passed: false,
    evidence: expect.stringContaining('no code block') as string,
  });
});

test('that the changed file parses, by the real grammar', async () => {
  const gate = syntaxGate();
  expect((await scoreBy('syntax', good, [gate])).scored).toMatchObject({ passed: true });
  const broken = fenced('export function total(sum: number): number {\n  return sum +;\n}');
  expect((await scoreBy('syntax', broken, [gate])).scored).toMatchObject({
    passed: false,
    evidence: expect.stringContaining('src/cart.ts') as string,
  });
});

test('gates see the whole file with the answer in it', async () => {
  const { gate, shown } = saying('command', passing('command'));
  await scoreBy('command', good, [gate]);
  expect(shown).toMatchObject([
    {
      text: good,
      outcome: 'complete',
      fileText:
        'export const shipping = 4;\nexport function total(sum: number): number {\n  return sum + shipping;\n}\n',
    },
  ]);
});

test('a gate that could not run says nothing of the answer', async () => {
  const { gate } = saying('command', () => couldNotRun('command', 'The tests were not allowed.'));
  expect((await scoreBy('command', good, [gate])).scored).toEqual({
    kind: 'couldNotRun',
    why: 'The command check could not run: The tests were not allowed.',
  });
});

test('nor does one that is not set up, or that breaks', async () => {
  expect((await scoreBy('diagnostics', good, [])).scored).toEqual({
    kind: 'couldNotRun',
    why: 'The diagnostics check is not set up here.',
  });
  const { gate } = saying('command', () => {
    throw new TypeError('a bug');
  });
  const { scored, bugs } = await scoreBy('command', good, [gate]);
  expect(scored).toMatchObject({ kind: 'couldNotRun' });
  expect(bugs).toHaveLength(1);
});

test('a language server overrules a grammar where both are named, as everywhere else', async () => {
  const beside = [
    { kind: 'gate', gate: 'syntax' },
    { kind: 'gate', gate: 'diagnostics' },
  ] as const;
  const syntax = saying('syntax', failing('syntax')).gate;
  const accepts = saying('diagnostics', passing('diagnostics')).gate;
  const rejects = saying('diagnostics', failing('diagnostics')).gate;
  const passedBy = async (gates: readonly Gate[], named: readonly ScorerSettings[]) =>
    (await scoreBy('syntax', good, gates, named)).scored;
  expect(await passedBy([syntax, accepts], beside)).toMatchObject({ passed: true });
  expect(await passedBy([syntax, rejects], beside)).toMatchObject({ passed: false });
  expect(await passedBy([syntax, accepts], [])).toMatchObject({ passed: false });
});

test('a server is not asked about what the grammar accepts', async () => {
  const { gate, shown } = saying('diagnostics', passing('diagnostics'));
  const syntax = saying('syntax', passing('syntax')).gate;
  await scoreBy('syntax', good, [syntax, gate], [{ kind: 'gate', gate: 'diagnostics' }]);
  expect(shown).toEqual([]);
});

test('it stops with the signal’s reason', async () => {
  const controller = new AbortController();
  const gate: Gate = {
    name: 'command',
    async check(_, signal) {
      controller.abort(new Error('enough'));
      signal.throwIfAborted();
      return { gate: 'command', kind: 'pass' };
    },
  };
  await expect(scoreBy('command', good, [gate], [], controller.signal)).rejects.toThrow('enough');
});
