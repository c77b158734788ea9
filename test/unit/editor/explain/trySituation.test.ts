import { beforeEach, expect, test, vi } from 'vitest';
import type { ExplainParts } from '../../../../src/editor/explain/explainParts.ts';
import { givenOf, trySituation } from '../../../../src/editor/explain/trySituation.ts';
import type { ProseSource } from '../../../../src/editor/answers/prosePanels.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { policyWith, situationWith } from '../../../support/tasks.ts';

type Item = string | { readonly label: string; readonly description?: string };

const state = vi.hoisted(() => ({
  /** What the developer chooses, one after the other; undefined cancels. */
  choices: [] as (string | undefined)[],
  /** What each list offered. */
  lists: [] as unknown[],
  editor: undefined as unknown,
}));

vi.mock('vscode', async () => {
  const labelOf = (item: Item) => (typeof item === 'string' ? item : item.label);
  return {
    ...(await import('../../../support/l10n.ts')),
    QuickPickItemKind: { Separator: -1 },
    SymbolKind: {},
    TabInputText: Array,
    languages: { getLanguages: async () => ['rust', 'go'] },
    window: {
      get activeTextEditor() {
        return state.editor;
      },
      visibleTextEditors: [],
      tabGroups: { activeTabGroup: {} },
      showQuickPick: async (items: readonly Item[]) => {
        state.lists.push(
          items.map((item) => (typeof item === 'string' ? item : (item.description ?? item.label))),
        );
        const chosen = state.choices.shift();
        return items.find((item) => chosen !== undefined && labelOf(item).includes(chosen));
      },
      showInputBox: async ({
        validateInput,
      }: {
        validateInput?: (text: string) => string | undefined;
      }) => {
        const written = state.choices.shift();
        // Text with a problem is not taken, so the developer can only cancel.
        return written === undefined || validateInput?.(written) ? undefined : written;
      },
    },
    workspace: {
      getWorkspaceFolder: () => undefined,
      asRelativePath: ({ path }: { path: string }) => path,
    },
  };
});

const situation: Situation = situationWith({
  policy: policyWith({
    rules: [
      {
        name: 'hard go',
        when: { language: ['go'], reasoning: ['high'], minLines: 30 },
        use: 'reasoning',
        origin: 'settings',
      },
      { name: 'rest', when: {}, use: 'fast', origin: 'settings' },
    ],
  }),
});

beforeEach(() => {
  state.choices = [];
  state.lists = [];
  state.editor = undefined;
});

/** Tries a situation with these choices; the page that is shown, if one is. */
async function tried(...choices: (string | undefined)[]): Promise<ProseSource | undefined> {
  const pages: ProseSource[] = [];
  const asked: (string | undefined)[] = [];
  state.choices = choices;
  await trySituation({
    situation: {
      current: async (language: string) => {
        asked.push(language);
        return situation;
      },
    },
    taskTypes: {
      guess: async () => ({ taskType: 'debug', confidence: 0.9, reasoning: 0.1, signals: [] }),
    },
    prose: { show: (page: ProseSource) => pages.push(page) },
    report: { show: (error: unknown) => console.error(error) },
  } as unknown as ExplainParts);
  return pages[0];
}

test('the rule that takes the situation is shown, and why the others do not', async () => {
  const page = await tried('Show What Would Happen');
  expect(page?.status()).toBe('What would happen to this situation, and why');
  expect(page?.markdown()).toMatch(/^Refactor goes to fast \(small\): your rule “rest”/);
  expect(page?.markdown()).toContain(
    '“hard go” (settings, reasoning) does not match: the language is plaintext, not go; the number of lines is 20, not at least 30; the need for reasoning is unknown, not high.',
  );
});

test('every field can be changed before it is shown', async () => {
  const work = ['Task type', 'Debug', 'File', 'cmd/run.go', 'Lines', '40'];
  const words = ['Need for reasoning', 'high', 'Words', 'Fix it'];
  const page = await tried(...work, ...words, 'Show What');
  expect(state.lists.at(-1)).toEqual([
    '$(play) Show What Would Happen',
    '',
    'Debug',
    'cmd/run.go',
    'go',
    '40',
    'high',
    'Fix it',
  ]);
  expect(page?.markdown()).toMatch(/^Debug goes to reasoning \(large\): your rule “hard go”/);
  expect(page?.markdown()).toContain('Task: debug on cmd/run.go, lines 1 to 40');
});

test('a question that is cancelled changes nothing, and another situation starts from this one', async () => {
  const page = await tried('Language', 'rust', 'Lines', undefined, 'Show What');
  state.choices = [undefined];
  page?.actions?.()[0]?.run();
  await expect.poll(() => state.lists).toHaveLength(5);
  expect(state.lists.at(-1)).toContain('rust');
  expect(state.lists.at(-1)).toContain('20');
});

test.each(['0', '-3', '1.5', 'many', '9999999'])('%s is no number of lines', async (written) => {
  await tried('Lines', written, undefined);
  expect(state.lists.at(-1)).toContain('20');
});

test('a list that is closed shows nothing', async () => {
  expect(await tried(undefined)).toBeUndefined();
});

test('it starts from the code in front', async () => {
  state.editor = {
    document: { uri: { scheme: 'file', path: 'src/a.py' }, languageId: 'python' },
    selection: { start: { line: 3 }, end: { line: 9 } },
  };
  await tried(undefined);
  expect(state.lists[0]).toEqual(expect.arrayContaining(['src/a.py', 'python', '7', 'none']));
});

test('words that nobody wrote and a file that is not there are left out', () => {
  const tryOne = { taskType: 'docs', path: '', language: '', lines: 1, words: ' ' } as const;
  expect(givenOf(tryOne)).toEqual({ taskType: 'docs', keywords: [], paths: [], lines: 1 });
});
