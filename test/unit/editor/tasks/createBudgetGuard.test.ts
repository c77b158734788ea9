import { expect, test, vi } from 'vitest';
import { createBudgetGuard } from '../../../../src/editor/tasks/createBudgetGuard.ts';
import type { Budgets } from '../../../../src/editor/situation/budgets.ts';
import type { Money } from '../../../../src/routing/models/accounts.ts';
import { situationWith, standingWith, taskWith } from '../../../support/tasks.ts';

const asked = vi.hoisted(() => ({ times: 0 }));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  window: {
    async showWarningMessage(_: string, __: object, ...buttons: string[]) {
      asked.times += 1;
      return buttons.find((button) => button === 'Allow Once');
    },
  },
}));

const { budget } = standingWith();
const budgets = {
  all: [budget],
  blocks: [],
  limitOf: (each: typeof budget, capNanoUsd: number) => ({
    budgetId: each.id,
    capNanoUsd,
    span: { fromMs: 0 },
  }),
} as unknown as Budgets;
const call = { purpose: 'answer', simulated: false } as const;

function guardOf(allowed?: Set<Money>) {
  const request = { task: taskWith(), situation: situationWith(), escalation: undefined };
  return createBudgetGuard(budgets, { ...request, ...(allowed && { allowed }) });
}

test('what the developer allowed once holds for every turn of the loop, and no further', async () => {
  const ofLoop = new Set<Money>();
  const first = guardOf(ofLoop);
  const [limit] = first.limits(call);
  expect(limit!.capNanoUsd).toBeLessThanOrEqual(budget.nanoUsd);

  const over = { limit: limit!, spentNanoUsd: budget.nanoUsd, worstCaseNanoUsd: 1 };
  const never = new AbortController().signal;
  expect(await first.askToRaise(over, never, call as never)).toBe(true);
  expect(asked.times).toBe(1);

  const capOf = (guard: ReturnType<typeof guardOf>) => guard.limits(call)[0]!.capNanoUsd;
  expect(capOf(guardOf(ofLoop))).toBe(Number.MAX_SAFE_INTEGER);
  expect(capOf(guardOf())).toBeLessThanOrEqual(budget.nanoUsd);
  expect(guardOf(ofLoop).limits({ ...call, simulated: true })[0]!.capNanoUsd).toBeLessThanOrEqual(
    budget.nanoUsd,
  );
});
