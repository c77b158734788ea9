import { expect, test } from 'vitest';
import { matchRule } from '../../../../src/routing/policy/matchRule.ts';
import { parsePolicyFile, parseRulesSetting } from '../../../../src/routing/policy/parsePolicy.ts';
import { policyWith, taskWith } from '../../../support/tasks.ts';

const tiers = ['fast', 'balanced', 'reasoning'];

/** Target sizes, of 1 to 6 lines, that a rule as somebody wrote it takes. */
function linesTaken(when: Record<string, unknown>, origin: 'file' | 'settings'): number[] {
  const written = [{ when, use: 'fast' }];
  const rules =
    origin === 'file'
      ? parsePolicyFile({ rules: written }, tiers).policy.rules
      : parseRulesSetting(written, tiers).rules;
  const policy = policyWith({ rules });
  return [1, 2, 3, 4, 5, 6].filter((lines) => {
    const target = { startLine: 11, endLine: 10 + lines, text: 'a\n'.repeat(lines) };
    return matchRule(policy, taskWith({ target })) !== undefined;
  });
}

const cases: [Record<string, unknown>, number[]][] = [
  [{}, [1, 2, 3, 4, 5, 6]],
  [{ minLines: 3 }, [3, 4, 5, 6]],
  [{ maxLines: 3 }, [1, 2, 3]],
  [{ minLines: 2, maxLines: 4 }, [2, 3, 4]],
  [{ minLines: 4, maxLines: 4 }, [4]],
  [{ minLines: 1, maxLines: 1 }, [1]],
  [{ minLines: 5, maxLines: 2 }, []],
  [{ minLines: 3, taskType: 'debug' }, []],
];
test.each(cases)('%j in a rule takes targets of %j lines', (when, taken) => {
  expect(linesTaken(when, 'file')).toEqual(taken);
  expect(linesTaken(when, 'settings')).toEqual(taken);
});

test.each([0, -1, 1.5, '3'])('%j lines are no number of lines', (lines) => {
  for (const key of ['minLines', 'maxLines']) {
    const { rules, problems } = parseRulesSetting([{ when: { [key]: lines }, use: 'fast' }], tiers);
    expect(rules).toEqual([]);
    expect(problems.map(({ path }) => path)).toEqual([[0, 'when', key]]);
  }
});

test.each([true, false])('critical: %j in a rule is told from no word of it', (critical) => {
  const when = { critical };
  const { rules } = parsePolicyFile({ rules: [{ when, use: 'fast' }] }, tiers).policy;
  const policy = policyWith({ rules, critical: ['src/billing/**'] });
  const takes = (path: string) => matchRule(policy, taskWith({ path })) !== undefined;
  expect([takes('src/billing/tax.ts'), takes('src/cart.ts')]).toEqual([critical, !critical]);
});
