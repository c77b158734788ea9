import { expect, test } from 'vitest';
import type { Gate } from '../../../../src/execution/gates/gate.ts';
import { ProjectCopyError } from '../../../../src/execution/sandbox/paths.ts';
import { describeFailure, runGates } from '../../../../src/execution/gates/runGates.ts';
import type { GateName, Verdict } from '../../../../src/routing/verdict.ts';
import { taskWith } from '../../../support/tasks.ts';

type Kind = Verdict['kind'];

function gate(name: GateName, kind: Kind, asked: string[]): Gate {
  return {
    name,
    async check() {
      asked.push(name);
      if (kind === 'pass') return { gate: name, kind };
      if (kind === 'fail') return { gate: name, kind, evidence: [{ message: 'bad' }] };
      return { gate: name, kind, why: 'absent' };
    },
  };
}

const unstopped = new AbortController().signal;
const noBug = (bug: unknown): never => {
  throw bug;
};

const cases: [string, [GateName, Kind][], string[], GateName[]][] = [
  [
    'all pass',
    [
      ['complete', 'pass'],
      ['format', 'pass'],
    ],
    ['complete pass', 'format pass'],
    ['complete', 'format'],
  ],
  [
    'the first failure ends it',
    [
      ['complete', 'fail'],
      ['format', 'pass'],
    ],
    ['complete fail'],
    ['complete'],
  ],
  [
    'could not run is neither',
    [
      ['diagnostics', 'couldNotRun'],
      ['command', 'pass'],
    ],
    ['diagnostics couldNotRun', 'command pass'],
    ['diagnostics', 'command'],
  ],
  ['a syntax finding alone fails', [['syntax', 'fail']], ['syntax fail'], ['syntax']],
  [
    'a language server that accepts it overrules the grammar',
    [
      ['syntax', 'fail'],
      ['diagnostics', 'pass'],
      ['command', 'pass'],
    ],
    ['syntax pass', 'diagnostics pass', 'command pass'],
    ['syntax', 'diagnostics', 'command'],
  ],
  [
    'a language server that could not run leaves the finding standing',
    [
      ['syntax', 'fail'],
      ['diagnostics', 'couldNotRun'],
      ['command', 'pass'],
    ],
    ['syntax fail'],
    ['syntax', 'diagnostics'],
  ],
];

test.each(cases)('%s', async (_, stack, expected, askedOf) => {
  const asked: string[] = [];
  const gates = stack.map(([name, kind]) => gate(name, kind, asked));
  const verdicts: string[] = [];
  for await (const verdict of runGates(candidate, gates, unstopped, noBug)) {
    verdicts.push(`${verdict.gate} ${verdict.kind}`);
  }
  expect(verdicts).toEqual(expected);
  expect(asked).toEqual(askedOf);
});

const candidate = { task: taskWith(), text: '', outcome: 'complete' } as const;

/** A gate that throws, with one that passes after it. */
async function verdictsAfter(thrown: unknown, bugs: unknown[], signal = unstopped) {
  const broken: Gate = { name: 'diagnostics', check: () => Promise.reject(thrown) };
  const gates = [broken, gate('command', 'pass', [])];
  const verdicts: Verdict[] = [];
  for await (const verdict of runGates(candidate, gates, signal, (bug) => bugs.push(bug))) {
    verdicts.push(verdict);
  }
  return verdicts;
}

test('a gate that throws could not run, the gates after it run, and its bug is reported once', async () => {
  const bugs: unknown[] = [];
  const bug = new TypeError('x is not a function');
  const verdicts = await verdictsAfter(bug, bugs);
  expect(verdicts.map(({ gate: name, kind }) => `${name} ${kind}`)).toEqual([
    'diagnostics couldNotRun',
    'command pass',
  ]);
  expect(bugs).toEqual([bug]);
});

test('a project that cannot be copied is no bug, and its plain words are shown', async () => {
  const bugs: unknown[] = [];
  const why = 'The file is in no folder of this workspace.';
  const [first] = await verdictsAfter(new ProjectCopyError(why), bugs);
  expect(first).toEqual({ gate: 'diagnostics', kind: 'couldNotRun', why });
  expect(bugs).toEqual([]);
});

test('a gate that was stopped ends the run', async () => {
  const stop = AbortSignal.abort();
  await expect(verdictsAfter(stop.reason, [], stop)).rejects.toThrow('aborted');
});

test('a failure is a sentence with its places', () => {
  const evidence = Array.from({ length: 7 }, (_, index) => ({
    path: 'src/a.ts',
    line: index + 1,
    message: 'wrong type',
  }));
  expect(describeFailure({ gate: 'diagnostics', kind: 'fail', evidence })).toBe(
    `The diagnostics check failed: ${evidence
      .slice(0, 5)
      .map(({ line }) => `src/a.ts, line ${line}: wrong type`)
      .join('; ')}; and 2 more.`,
  );
});
