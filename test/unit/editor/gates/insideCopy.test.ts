import { expect, test } from 'vitest';
import { insideCopy } from '../../../../src/editor/gates/insideCopy.ts';
import type { Gate } from '../../../../src/execution/gates/gate.ts';
import { taskWith } from '../../../support/tasks.ts';

const { signal } = new AbortController();
const candidate = {
  task: taskWith({ path: 'web/src/a.ts' }),
  text: '',
  outcome: 'complete' as const,
};

/** Fails with the path that it was given, and with others. */
const gate: Gate = {
  name: 'command',
  check: async ({ task }) => ({
    gate: 'command',
    kind: 'fail',
    evidence: [task.path, 'src/b.ts', '/usr/lib/x.js', '../up.ts', undefined].map((path) => ({
      message: 'broken',
      ...(path !== undefined && { path }),
    })),
  }),
};

test('a gate in a copy gets the path inside the folder, and its findings name the folder', async () => {
  const verdict = await insideCopy(gate, 'web/').check(candidate, signal);
  const paths = verdict.kind === 'fail' ? verdict.evidence.map(({ path }) => path) : [];
  expect(paths).toEqual(['web/src/a.ts', 'web/src/b.ts', '/usr/lib/x.js', '../up.ts', undefined]);
});

test('with one folder nothing changes', () => {
  expect(insideCopy(gate, '')).toBe(gate);
});
