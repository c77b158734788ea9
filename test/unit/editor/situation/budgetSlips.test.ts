import { expect, onTestFinished, test, vi } from 'vitest';
import { createExtensionCaps } from '../../../../src/editor/chat/extensionCaps.ts';
import { Budgets, type BudgetsParts } from '../../../../src/editor/situation/budgets.ts';
import { createBudgetGuard } from '../../../../src/editor/tasks/createBudgetGuard.ts';
import { openDatabase } from '../../../../src/ledger/database/openDatabase.ts';
import { recordRequest } from '../../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../../src/ledger/write/reserve.ts';
import { situationWith, taskWith } from '../../../support/tasks.ts';
import { requestFact, reservationFact } from '../../ledger/exampleFacts.ts';
import { temporaryLedgerFile } from '../../ledger/temporaryLedgerFile.ts';

const settings = vi.hoisted(() => new Map<string, unknown>());
const questions = vi.hoisted(() => [] as string[]);

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  ConfigurationTarget: { Global: 1 },
  workspace: {
    getConfiguration: () => ({
      inspect: (key: string) => ({ globalValue: settings.get(key) }),
      update: async (key: string, value: unknown) => void settings.set(key, value),
    }),
  },
  window: {
    showWarningMessage: async (message: string) => void questions.push(message),
  },
}));

/** What the setting's text is in a user's settings file. JSON has no NaN, but 1e400 is valid JSON. */
function write(text: string, key = 'tierwise.budgets'): void {
  settings.clear();
  questions.length = 0;
  settings.set(key, JSON.parse(text));
}

async function world() {
  const { database } = openDatabase(temporaryLedgerFile());
  onTestFinished(() => database.close());
  recordRequest(database, requestFact());
  const warnings: string[] = [];
  const budgets = new Budgets({
    ledger: { standings: async (limits: readonly unknown[]) => limits.map(() => nothingSpent) },
    session: { current: { id: 'session-1', startedAtMs: 0 } },
    warn: (message: string) => warnings.push(message),
    report: (bug: unknown) => expect.unreachable(String(bug)),
  } as unknown as BudgetsParts);
  const standings = await budgets.known();
  const situation = situationWith({ budgets: standings, workspace: 'shop' });
  const task = taskWith({ type: 'refactor' });
  const guard = createBudgetGuard(budgets, { task, situation, escalation: undefined });
  let calls = 0;
  /** Whether the real ledger lets a call pass under this guard. */
  const passes = (fields: object, under = guard) => {
    const fact = { ...reservationFact({ attemptId: `call-${calls++}` }), ...fields };
    return (
      reserve(database, { ...fact, atMs: Date.now() }, { limits: under.limits(fact) }) === undefined
    );
  };
  return { budgets, guard, passes, warnings };
}

const nothingSpent = {
  spentNanoUsd: 0,
  unknownAttempts: 0,
  practice: { spentNanoUsd: 0, unknownAttempts: 0 },
};
const cent = { worstCaseNanoUsd: 10_000_000 };

const slips: [text: string, names: RegExp][] = [
  // The amount.
  ['[{ "usd": "5", "per": "day" }]', /0 › usd/],
  ['[{ "usd": "$5", "per": "day" }]', /0 › usd/],
  ['[{ "usd": "5 EUR", "per": "day" }]', /0 › usd/],
  ['[{ "usd": "5,00", "per": "day" }]', /0 › usd/],
  ['[{ "usd": "", "per": "day" }]', /0 › usd/],
  ['[{ "usd": null, "per": "day" }]', /0 › usd/],
  ['[{ "usd": true, "per": "day" }]', /0 › usd/],
  ['[{ "usd": [5], "per": "day" }]', /0 › usd/],
  ['[{ "usd": { "amount": 5 }, "per": "day" }]', /0 › usd/],
  ['[{ "usd": -5, "per": "day" }]', /0 › usd/],
  ['[{ "usd": -1e-300, "per": "day" }]', /0 › usd/],
  ['[{ "usd": 1e-10, "per": "day" }]', /0 › usd/],
  ['[{ "usd": 1e400, "per": "day" }]', /0 › usd/],
  ['[{ "usd": -1e400, "per": "day" }]', /0 › usd/],
  ['[{ "usd": 1e7, "per": "day" }]', /0 › usd/],
  ['[{ "per": "day" }]', /0 › usd/],
  // The period.
  ['[{ "usd": 5, "per": "daily" }]', /0 › per/],
  ['[{ "usd": 5, "per": "days" }]', /0 › per/],
  ['[{ "usd": 5, "per": "d" }]', /0 › per/],
  ['[{ "usd": 5, "per": "year" }]', /0 › per/],
  ['[{ "usd": 5, "per": "" }]', /0 › per/],
  ['[{ "usd": 5, "per": null }]', /0 › per/],
  ['[{ "usd": 5, "per": ["day"] }]', /0 › per/],
  ['[{ "usd": 5, "per": 1 }]', /0 › per/],
  ['[{ "usd": 5 }]', /0 › per/],
  // What it is for.
  ['[{ "usd": 5, "per": "day", "workspace": "" }]', /0 › workspace/],
  ['[{ "usd": 5, "per": "day", "workspace": ["shop"] }]', /0 › workspace/],
  ['[{ "usd": 5, "per": "day", "taskType": "refactoring" }]', /0 › taskType/],
  ['[{ "usd": 5, "per": "day", "taskType": ["refactor"] }]', /0 › taskType/],
  ['[{ "usd": 5, "per": "day", "tier": "fast" }]', /"tier" is not known/],
  ['[{ "usd": 5, "per": "day", "currency": "EUR" }]', /"currency" is not known/],
  ['[{ "USD": 5, "per": "day" }]', /"USD" is not known|0 › usd/],
  ['[{ "usd": 5, "Per": "day" }]', /"Per" is not known|0 › per/],
  ['[{ "usd": 5, "per": "day", "__proto__": { "usd": 1 } }]', /__proto__/],
  // The form.
  ['{ "usd": 5, "per": "day" }', /list of budgets/],
  ['{ "day": 5 }', /list of budgets/],
  ['{ "0": { "usd": 5, "per": "day" } }', /list of budgets/],
  ['"5 per day"', /list of budgets/],
  ['5', /list of budgets/],
  ['0', /list of budgets/],
  ['true', /list of budgets/],
  ['null', /list of budgets/],
  ['[null]', /`usd` and `per`/],
  ['[5]', /`usd` and `per`/],
  ['["$5 per day"]', /`usd` and `per`/],
  ['[[{ "usd": 5, "per": "day" }]]', /`usd` and `per`/],
  ['[{ "budget": { "usd": 5, "per": "day" } }]', /"budget" is not known|0 › usd/],
  ['[{ "day": { "usd": 5 } }]', /"day" is not known|0 › usd/],
  ['[{}]', /0 › usd/],
  // One entry is right, and would allow the call.
  ['[{ "usd": 500, "per": "day" }, { "usd": "5", "per": "week" }]', /1 › usd/],
];
test.each(slips)('%s stops every paid call, and nothing else', async (text, names) => {
  write(text);
  const { guard, passes, warnings, budgets } = await world();
  expect(passes(cent)).toBe(false);
  expect(passes({ worstCaseNanoUsd: undefined })).toBe(false);
  expect(passes({ worstCaseNanoUsd: undefined, mayCostAnything: true })).toBe(false);
  expect(passes({ worstCaseNanoUsd: 0 })).toBe(true);
  expect(passes({ ...cent, simulated: true })).toBe(true);
  const [block] = guard.limits({ purpose: 'answer', simulated: false });
  expect(block).toMatchObject({ setting: 'tierwise.budgets', fault: expect.stringMatching(names) });
  expect(warnings.join('\n')).toMatch(names);
  expect(budgets.faults).not.toEqual([]);
  // Right again: the same guard lets the call go on.
  write('[{ "usd": 5, "per": "day" }]');
  expect(passes(cent)).toBe(true);
});

const meanings: [text: string, key: string, allowed: number, refused: number | undefined][] = [
  ['[{ "usd": 5, "per": "Day" }]', 'budgets', 4e9, 5e9 + 1],
  ['[{ "usd": 5.0, "per": " WEEK" }]', 'budgets', 3.7e9, 5e9 + 1],
  ['[{ "usd": 5e0, "per": "month", "taskType": "Refactor" }]', 'budgets', 3.7e9, 5e9 + 1],
  ['[{ "usd": 5, "per": "day", "taskType": "debug" }]', 'budgets', 1e12, undefined],
  ['[{ "usd": 5, "per": "day", "workspace": "shop" }]', 'budgets', 3.7e9, 5e9 + 1],
  ['[{ "usd": 5, "per": "day", "workspace": "site" }]', 'budgets', 1e12, undefined],
  ['[{ "usd": 5, "per": "day" }, { "usd": 5, "per": "day" }]', 'budgets', 3.7e9, 5e9 + 1],
  ['[{ "usd": 0, "per": "day" }]', 'budgets', 0, 1],
  ['[{ "usd": -0, "per": "session" }]', 'budgets', 0, 1],
  ['[{ "usd": 0, "per": "month", "taskType": "refactor" }]', 'budgets', 0, 1],
  ['[{ "usd": 0, "per": "month", "taskType": "debug" }]', 'budgets', 1e12, undefined],
  ['[{ "usd": 1e-9, "per": "day" }]', 'budgets', 0, 2],
  ['[]', 'budgets', 1e12, undefined],
];
test.each(meanings)('%s means exactly what it says', async (text, key, allowed, refused) => {
  write(text, `tierwise.${key}`);
  const { passes, warnings, budgets } = await world();
  expect(budgets.faults).toEqual([]);
  expect(passes({ worstCaseNanoUsd: refused ?? 2e12 })).toBe(refused === undefined);
  expect(passes({ worstCaseNanoUsd: allowed })).toBe(true);
  expect(passes({ worstCaseNanoUsd: allowed, simulated: true })).toBe(true);
  expect(warnings.length).toBeLessThan(10);
});

test('a budget of zero stops no practice money, and asks nothing', async () => {
  write('[{ "usd": 0, "per": "day" }]');
  const { guard, passes } = await world();
  expect(passes({ ...cent, simulated: true })).toBe(true);
  expect(passes({ worstCaseNanoUsd: undefined, mayCostAnything: true })).toBe(false);
  const [limit] = guard.limits({ purpose: 'answer', simulated: false });
  const over = { limit: limit!, spentNanoUsd: 0, ...cent };
  const { signal } = new AbortController();
  expect(await guard.askToRaise(over, signal, reservationFact())).toBe(false);
  expect(questions).toEqual([]);
});

test.each([
  ['tierwise.budget', '[{ "usd": 5, "per": "day" }]', /no setting tierwise\.budget\b/],
  ['tierwise.Budgets', '[{ "usd": 5, "per": "day" }]', /Write tierwise\.budgets/],
  ['tierwise.limits', '{ "request": { "usd": "5" } }', /request › usd/],
  ['tierwise.limits', '{ "usd": 5 }', /"usd" is not known/],
  ['tierwise.limits', '{ "request": { "calls": 0 } }', /request › calls/],
  ['tierwise.limits', '{ "run": { "seconds": -1 } }', /run › seconds/],
  ['tierwise.limits', 'null', /request/],
  ['tierwise.limits', '[]', /request/],
])('%s: %s stops paid calls as well', async (key, text, names) => {
  write(text, key);
  const { passes, guard } = await world();
  expect([passes(cent), passes({ worstCaseNanoUsd: 0 })]).toEqual([false, true]);
  const [block] = guard.limits({ purpose: 'answer', simulated: false });
  expect(block?.fault).toMatch(names);
});

test('budgets that are written while a request runs hold for its next call', async () => {
  write('[]');
  const { passes } = await world();
  expect(passes(cent)).toBe(true);
  write('[{ "usd": 0.02, "per": "day" }]');
  // They are not read yet, and what is not read allows nothing.
  expect(passes(cent)).toBe(false);
  await expect.poll(() => passes({ worstCaseNanoUsd: 1 })).toBe(true);
  expect(passes(cent)).toBe(false);
});

test.each([
  ['{ "usdPerDay": "1" }', /usdPerDay/],
  ['{ "usdPerDay": -1 }', /usdPerDay/],
  ['{ "usdPerDay": 1e400 }', /usdPerDay/],
  ['{ "usdPerDay": null }', /usdPerDay/],
  ['{ "usdperday": 1 }', /usdperday/],
  ['{ "usd": 1 }', /"usd" is not known/],
  ['{ "requestsPerHour": "10" }', /requestsPerHour/],
  ['{ "requestsPerHour": 1.5 }', /requestsPerHour/],
  ['[{ "usdPerDay": 1 }]', /usdPerDay/],
  ['5', /usdPerDay/],
  ['null', /usdPerDay/],
])('caps of other extensions written as %s stop what these may spend', async (text, names) => {
  write(text, 'tierwise.otherExtensions');
  const { guard, passes } = await world();
  const warnings: string[] = [];
  const caps = createExtensionCaps({ now: Date.now, warn: (message) => warnings.push(message) });
  const theirs = caps.budgetGuard('publisher.name', guard);
  expect(passes(cent, theirs)).toBe(false);
  expect(passes({ worstCaseNanoUsd: 0 }, theirs)).toBe(true);
  // The developer's own calls are not under these caps.
  expect(passes(cent)).toBe(true);
  expect(warnings.join('\n')).toMatch(names);
});

test('where another extension asks, a price that nobody knows is refused without a question', async () => {
  write('[{ "usd": 5, "per": "day" }]');
  const { guard } = await world();
  const warnings: string[] = [];
  const caps = createExtensionCaps({ now: Date.now, warn: (message) => warnings.push(message) });
  const theirs = caps.budgetGuard('publisher.name', guard);
  const [limit] = theirs.limits({ purpose: 'answer', simulated: false });
  const over = { limit: limit!, spentNanoUsd: 0 };
  const { signal } = new AbortController();
  expect(await theirs.askToRaise(over, signal, reservationFact())).toBe(false);
  expect(questions).toEqual([]);
  expect(warnings.join('\n')).toMatch(/price of .* is unknown.*tierwise\.models/s);
});
