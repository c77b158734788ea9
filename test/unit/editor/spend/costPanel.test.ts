import { expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { createCostPanel } from '../../../../src/editor/spend/costPanel.ts';
import type { CostPanelHostMessage, PanelFilter } from '../../../../src/protocol/costPanel.ts';

interface FakeUri {
  readonly path: string;
}

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  Uri: {
    joinPath: (base: FakeUri, ...parts: string[]) => ({ path: [base.path, ...parts].join('/') }),
  },
}));

/** An event that the test fires by hand. */
function emitter<T>() {
  const listeners = new Set<(value: T) => unknown>();
  return {
    fire: (value: T) => [...listeners].forEach((listener) => listener(value)),
    count: () => listeners.size,
    event: (listener: (value: T) => unknown) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}

const problem = (message: string): CostPanelHostMessage => ({ kind: 'problem', message });

function openPanel() {
  const fromView = emitter<unknown>();
  const changed = emitter<void>();
  const visibility = emitter<void>();
  const disposed = emitter<void>();
  const posted: unknown[] = [];
  const loads: PromiseWithResolvers<CostPanelHostMessage>[] = [];
  const onPress = vi.fn<(press: unknown) => void>();
  let stored: PanelFilter = { span: 'today' };
  const asked: PanelFilter[] = [];
  const webview = {
    html: '',
    options: {} as vscode.WebviewOptions,
    cspSource: 'https://panel.test',
    asWebviewUri: (uri: FakeUri) => `https://panel.test${uri.path}`,
    onDidReceiveMessage: fromView.event,
    postMessage: async (message: unknown) => posted.push(message),
  };
  const view = {
    webview,
    visible: true,
    onDidChangeVisibility: visibility.event,
    onDidDispose: disposed.event,
  };
  const load = (filter: PanelFilter) => {
    asked.push(filter);
    const next = Promise.withResolvers<CostPanelHostMessage>();
    loads.push(next);
    return next.promise;
  };
  const provider = createCostPanel({
    extensionUri: { path: '/extension' } as vscode.Uri,
    load,
    onDidChange: changed.event as vscode.Event<void>,
    onPress,
    filter: { get: () => stored, set: (filter) => (stored = filter) },
  });
  const resolve = () =>
    void provider.resolveWebviewView(
      view as unknown as vscode.WebviewView,
      { state: undefined },
      {} as vscode.CancellationToken,
    );
  resolve();
  const answer = async (message: CostPanelHostMessage) => {
    loads.at(-1)?.resolve(message);
    await settled();
  };
  return {
    view,
    webview,
    fromView,
    changed,
    visibility,
    disposed,
    posted,
    loads,
    onPress,
    asked,
    stored: () => stored,
    answer,
    resolve,
  };
}

/** Waits until all pending promises have settled. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('the page allows its own script and style and nothing else', () => {
  const { webview } = openPanel();
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(webview.html) ?? [];
  const [, nonce] = /script nonce="([^"]+)"/.exec(webview.html) ?? [];
  expect(policy).toBe(
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://panel.test`,
  );
  expect(webview.html).not.toMatch(/<style|style=|onclick/);
  expect(webview.html).toContain('src="https://panel.test/extension/dist/media/costPanel.js"');
  expect(webview.options).toEqual({
    enableScripts: true,
    localResourceRoots: [{ path: '/extension/dist/media' }],
  });
  expect(openPanel().webview.html).not.toContain(nonce);
});

test('loads once while the page starts, with the filter that was chosen last', async () => {
  const panel = openPanel();
  expect(panel.asked).toEqual([{ span: 'today' }]);
  panel.fromView.fire({ kind: 'ready' });
  await panel.answer(problem('first'));
  expect(panel.posted).toEqual([problem('first')]);
  expect(panel.asked).toEqual([{ span: 'today' }]);
});

test('a page that starts late gets the state that was read in the meantime', async () => {
  const panel = openPanel();
  await panel.answer(problem('first'));
  panel.fromView.fire({ kind: 'ready' });
  await panel.answer(problem('first'));
  expect(panel.posted).toEqual([problem('first'), problem('first')]);
});

test('a page that loads again gets its state again', async () => {
  const panel = openPanel();
  for (const _ of [1, 2]) {
    panel.fromView.fire({ kind: 'ready' });
    await panel.answer(problem('same'));
  }
  expect(panel.posted).toEqual([problem('same'), problem('same')]);
});

test('an unchanged state is not sent again', async () => {
  const panel = openPanel();
  await panel.answer(problem('same'));
  panel.changed.fire();
  await panel.answer(problem('same'));
  expect(panel.loads).toHaveLength(2);
  expect(panel.posted).toEqual([problem('same')]);
});

test('a new filter is stored and loaded, and the result for the old one is not shown', async () => {
  const panel = openPanel();
  panel.fromView.fire({ kind: 'ready' });
  panel.fromView.fire({ kind: 'filter', filter: { span: 'all', tier: 'fast' } });
  await panel.answer(problem('of today'));
  await panel.answer(problem('of all'));
  expect(panel.posted).toEqual([problem('of all')]);
  expect(panel.asked).toEqual([{ span: 'today' }, { span: 'all', tier: 'fast' }]);
  expect(panel.stored()).toEqual({ span: 'all', tier: 'fast' });
});

test('changes during a load are answered by one more load', async () => {
  const panel = openPanel();
  for (let i = 0; i < 5; i++) panel.changed.fire();
  expect(panel.loads).toHaveLength(1);
  await panel.answer(problem('old'));
  expect(panel.loads).toHaveLength(2);
  await panel.answer(problem('new'));
  expect(panel.loads).toHaveLength(2);
  expect(panel.posted).toEqual([problem('old'), problem('new')]);
});

test('reads nothing while hidden and catches up when shown', async () => {
  const panel = openPanel();
  await panel.answer(problem('before'));
  panel.view.visible = false;
  panel.changed.fire();
  expect(panel.loads).toHaveLength(1);
  panel.view.visible = true;
  panel.visibility.fire();
  expect(panel.loads).toHaveLength(2);
});

test('a load that fails is shown as a problem and the next one works', async () => {
  const panel = openPanel();
  panel.changed.fire();
  panel.loads[0]?.reject(new Error('Update Tierwise.'));
  await settled();
  panel.changed.fire();
  await panel.answer(problem('fine again'));
  expect(panel.posted).toEqual([problem('Update Tierwise.'), problem('fine again')]);
});

test('passes on only messages that it knows', () => {
  const panel = openPanel();
  const messages = [{ kind: 'markReviewed' }, { kind: 'showRequest', requestId: 'a' }];
  for (const message of [...messages, { kind: 'ready' }, { kind: 'evil' }, 7, null]) {
    panel.fromView.fire(message);
  }
  expect(panel.onPress.mock.calls).toEqual(messages.map((message) => [message]));
});

test('after disposal it listens to nothing and posts nothing', async () => {
  const panel = openPanel();
  panel.changed.fire();
  panel.disposed.fire();
  await panel.answer(problem('late'));
  expect(panel.posted).toEqual([]);
  expect(panel.changed.count() + panel.fromView.count() + panel.visibility.count()).toBe(0);
});
