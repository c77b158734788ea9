import { expect, test, vi } from 'vitest';
import type { ProseSource } from '../../../../src/editor/answers/prosePanels.ts';
import type { ExplainParts } from '../../../../src/editor/explain/explainParts.ts';
import { explainRouting } from '../../../../src/editor/explain/explainRouting.ts';
import { HumanError } from '../../../../src/editor/platform/humanError.ts';
import type { PolicyRecord } from '../../../../src/routing/overview/record.ts';
import { policyWith, situationWith, standingWith } from '../../../support/tasks.ts';

const state = vi.hoisted(() => ({ opened: [] as unknown[] }));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  QuickPickItemKind: {},
  SymbolKind: {},
  ViewColumn: { One: 1 },
  Uri: { parse: (text: string) => text },
  Range: class {
    readonly line: number;
    constructor(line: number) {
      this.line = line;
    }
  },
  commands: { executeCommand: async (...args: unknown[]) => state.opened.push(args) },
  window: { showTextDocument: async (...args: unknown[]) => state.opened.push(args) },
  workspace: {},
}));

const rule = {
  name: 'billing',
  when: { path: ['billing/**'] },
  use: 'fast',
  origin: 'repository',
} as const;
const record: PolicyRecord = {
  files: [
    {
      path: '.tierwise/policy.yaml',
      uri: 'file:///shop/.tierwise/policy.yaml',
      policy: { rules: [rule], critical: [] },
      lines: { rules: new Map([[rule, 4]]), parts: new Map() },
      isOlder: false,
      unused: [],
      remarks: [],
    },
  ],
  readsFiles: true,
  ownRules: new Map(),
  written: new Set(['tierwise.aim']),
  remarks: [],
  commands: [],
  localHosts: [],
  isPractising: false,
};

/** The page that is shown with these budgets. */
async function pageWith(budgets: object): Promise<ProseSource> {
  const pages: ProseSource[] = [];
  state.opened = [];
  await explainRouting({
    situation: {
      withoutBudgets: async () => situationWith({ policy: policyWith({ rules: [rule] }) }),
      record: async () => record,
    },
    budgets: { readFaults: async () => [], known: async () => [], ...budgets },
    prose: { show: (page: ProseSource) => pages.push(page) },
    report: { show: (error: unknown) => state.opened.push(error) },
  } as unknown as ExplainParts);
  return pages[0]!;
}

/** Follows the link with these words. */
function follow(page: ProseSource, words: string): void {
  const [, index] = new RegExp(`\\[${words}\\]\\(#tierwise-link-(\\d+)\\)`).exec(page.markdown())!;
  page.links?.()[Number(index)]?.();
}

test('a link opens the exact line of the policy file, or the setting', async () => {
  const page = await pageWith({ known: async () => [standingWith()] });
  expect(page.markdown()).toContain('$5.00 per session: $0.00 is spent.');
  follow(page, '.tierwise/policy.yaml, line 4');
  follow(page, 'your setting tierwise.aim');
  await expect.poll(() => state.opened).toHaveLength(2);
  expect(state.opened).toEqual([
    [
      'file:///shop/.tierwise/policy.yaml',
      { selection: expect.objectContaining({ line: 3 }), viewColumn: 1 },
    ],
    ['workbench.action.openSettingsJson', { revealSetting: { key: 'tierwise.aim' } }],
  ]);
});

test('budgets that cannot be read are told, and the page is shown all the same', async () => {
  const page = await pageWith({
    readFaults: async () => [{ setting: 'tierwise.limits', sentence: 'Write a number.' }],
    known: async () => {
      throw new HumanError('The ledger is locked.');
    },
  });
  expect(page.markdown()).toContain('- Write a number. ([your setting tierwise.limits]');
  expect(page.markdown()).toContain('- The ledger is locked. ([your setting tierwise.budgets]');
  expect(page.markdown()).toContain('“billing” (path billing/');
});

test('a bug is not swallowed', async () => {
  const bug = new TypeError('x is undefined');
  const known = async () => {
    throw bug;
  };
  await expect(pageWith({ known })).rejects.toBe(bug);
});

test('the buttons lead to the tester and to what can be changed', async () => {
  const page = await pageWith({});
  expect(page.actions?.().map(({ label }) => label)).toEqual([
    'Try a Situation…',
    'Look Again',
    'Pick Tier…',
  ]);
});
