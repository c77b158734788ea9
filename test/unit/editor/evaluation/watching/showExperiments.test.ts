import { expect, test, vi } from 'vitest';
import { showExperiments } from '../../../../../src/editor/evaluation/watching/showExperiments.ts';
import type { Services } from '../../../../../src/editor/services.ts';
import type { Experiment } from '../../../../../src/routing/experiments/experiment.ts';
import type { ExperimentStanding } from '../../../../../src/evaluation/watching/experiments/experimentFacts.ts';
import { noMoney } from '../../../../../src/routing/models/accounts.ts';

const vscode = vi.hoisted(() => ({ ran: [] as unknown[][] }));
vi.mock('vscode', async () => ({
  ...(await import('../../../../support/l10n.ts')),
  commands: { executeCommand: async (...given: unknown[]) => void vscode.ran.push(given) },
}));

test('experiments without an end are still running, and the button opens the setting as text', async () => {
  const plan = { cases: 0, sum: 0, tasks: 0, spent: noMoney };
  const standing = {
    experiment: { name: 'cheaper docs', taskType: 'docs', plans: { A: 'balanced', B: 'fast' } },
    plans: { A: plan, B: plan },
    split: { verdict: 'open', differences: [] },
  } as unknown as ExperimentStanding;
  const pages: Parameters<Services['prose']['show']>[0][] = [];
  await showExperiments({
    situation: { experiments: async () => [standing.experiment as Experiment] },
    experiments: { opened: async () => ({ collect: async () => [standing] }) },
    prose: { show: (page: (typeof pages)[number]) => void pages.push(page) },
    report: { show: () => undefined },
  } as unknown as Services);
  const [page] = pages;
  expect(page!.status()).toBe('1 of 1 still running');
  page!.actions!()[0]!.run();
  expect(vscode.ran).toEqual([
    ['workbench.action.openSettingsJson', { revealSetting: { key: 'tierwise.experiments' } }],
  ]);
});
