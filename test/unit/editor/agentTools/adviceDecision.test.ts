import { describe, expect, test, vi } from 'vitest';
import { decideAdvice, AdviceRefused } from '../../../../src/editor/agentTools/adviceDecision.ts';
import { askerAfter } from '../../../../src/editor/agentTools/asker.ts';
import { usualAdvisorLimits } from '../../../../src/routing/budgets/parseAdvisor.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { conversationTask } from '../../../../src/routing/task.ts';
import { modelWith, policyWith, situationWith, standingWith } from '../../../support/tasks.ts';

vi.mock('vscode', () => import('../../../support/l10n.ts'));

const ask = (text = 'Why?') =>
  conversationTask(
    { id: 'advice', type: 'other', instruction: text },
    { system: 'Advise.', messages: [{ role: 'user', text }], tools: [] },
  );
const bounds = (fields: object = {}) => ({
  limits: usualAdvisorLimits,
  asker: {},
  maxOutputTokens: 4000,
  ...fields,
});
const tierOf = (decided: ReturnType<typeof decideAdvice>) => choicesOf(decided.plan)[0]?.tier;

describe('which tier is asked', () => {
  test.each([
    ['nobody knows who asks', {}, undefined, 'reasoning'],
    ['fast asks', { tier: 'fast' }, undefined, 'reasoning'],
    ['fast asks the tier of the setting', { tier: 'fast' }, 'balanced', 'balanced'],
    ['somebody asks the tier of the setting', {}, 'balanced', 'balanced'],
  ])('%s', (_, asker, tier, asked) => {
    const limits = { ...usualAdvisorLimits, ...(tier !== undefined && { tier }) };
    expect(tierOf(decideAdvice(ask(), situationWith(), bounds({ asker, limits })))).toBe(asked);
  });

  test('a manual pick of a cheap tier does not hold for advice', () => {
    const situation = situationWith({ pick: { tier: 'fast', pinned: {} } });
    expect(tierOf(decideAdvice(ask(), situation, bounds()))).toBe('reasoning');
  });

  test.each([
    ['reasoning', undefined],
    ['balanced', 'balanced'],
    ['reasoning', 'balanced'],
  ])('%s is told that nothing stronger is there (setting: %s)', (from, tier) => {
    const limits = { ...usualAdvisorLimits, ...(tier !== undefined && { tier }) };
    const asking = () =>
      decideAdvice(ask(), situationWith(), bounds({ asker: { tier: from }, limits }));
    expect(asking).toThrow(AdviceRefused);
    expect(asking).toThrow(`You run on the tier ${from}`);
  });

  test('a budget that leaves no stronger tier refuses', () => {
    const budgets = [standingWith({ budget: { nanoUsd: 5_000_000 }, spentNanoUsd: 4_990_000 })];
    const limits = { ...usualAdvisorLimits, tier: 'reasoning' };
    const asking = () =>
      decideAdvice(
        ask(),
        situationWith({ budgets }),
        bounds({ asker: { tier: 'balanced' }, limits }),
      );
    expect(asking).toThrow(/The budget leaves only the tier (?:fast|balanced) for this question/);
  });

  test('what must stay on this machine finds no model elsewhere', () => {
    const stay = { rule: 'keys', origin: 'settings' } as const;
    expect(() => decideAdvice({ ...ask(), stay }, situationWith(), bounds())).toThrow(
      /stays on this machine: rule “keys”/,
    );
  });
});

describe('what one question may cost', () => {
  // The models of these tests cost one USD for a million tokens of input, five for output.
  test('the answer is no longer than the cap pays for', () => {
    const limits = { ...usualAdvisorLimits, nanoUsdPerCall: 10_000_000 };
    const { maxOutputTokens } = decideAdvice(ask(), situationWith(), bounds({ limits }));
    expect(maxOutputTokens).toBeGreaterThan(1900);
    expect(maxOutputTokens).toBeLessThan(2000);
  });

  test('the user’s own limit of output holds', () => {
    expect(decideAdvice(ask(), situationWith(), bounds()).maxOutputTokens).toBe(4000);
  });

  test('a question that is dearer than the cap is refused', () => {
    const limits = { ...usualAdvisorLimits, nanoUsdPerCall: 10_000_000 };
    const asking = () =>
      decideAdvice(ask('word '.repeat(9000)), situationWith(), bounds({ limits }));
    expect(asking).toThrow(/costs more than the \$0\.010 that it may cost/);
  });

  test('a model of unknown price is left to the limits of the call', () => {
    const catalog = new Map([['p/large', modelWith('p/large', { prices: [] })]] as const);
    const situation = situationWith({ catalog, policy: policyWith() });
    expect(decideAdvice(ask(), situation, bounds()).maxOutputTokens).toBe(4000);
  });
});

describe('who asks', () => {
  const tool = (name: string) => ({ name, description: '', inputSchema: {} });
  const turn = (...tools: string[]) =>
    conversationTask(
      { id: 'turn', type: 'other', instruction: 'Go.' },
      { system: '', messages: [{ role: 'user', text: 'Go.' }], tools: tools.map(tool) },
    );
  const made = (task: ReturnType<typeof turn>, tier = 'balanced') => ({
    task,
    decision: decide(task, situationWith({ pick: { tier, pinned: {} } })),
  });

  test('the newest turn that was offered the tool', () => {
    const first = askerAfter({}, made(turn('tierwise_ask_stronger', 'edit'), 'fast'));
    expect(first).toEqual({ tier: 'fast' });
    expect(askerAfter(first, made(turn('tierwise_ask_stronger')))).toEqual({ tier: 'balanced' });
  });

  test('other turns say nothing', () => {
    expect(askerAfter({ tier: 'fast' }, made(turn('edit')))).toEqual({ tier: 'fast' });
  });

  test('what stays on this machine stays for the whole session', () => {
    const stay = { rule: 'keys', origin: 'settings' } as const;
    const kept = askerAfter({}, made({ ...turn('tierwise_ask_stronger'), stay }));
    expect(kept.stay).toEqual(stay);
    expect(askerAfter(kept, made(turn('tierwise_ask_stronger'))).stay).toEqual(stay);
  });
});
