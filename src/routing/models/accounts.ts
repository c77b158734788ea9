import { listed, inEnglish, type Say } from '../say.ts';
import { describeCost, formatUsd, totalCost, type Cost, type NanoUsd } from './money.ts';

/** Practice money is never paid, so no sum and no budget mixes the two kinds. */
export type Money = 'real' | 'practice';

/** Amounts of both kinds, side by side. */
export type Accounts = Readonly<Record<Money, NanoUsd>>;

export const noMoney: Accounts = { real: 0, practice: 0 };

export function moneyOf(simulated: boolean): Money {
  return simulated ? 'practice' : 'real';
}

/** Adds an amount to one of the accounts. */
export function plus(accounts: Accounts, money: Money, nanoUsd: NanoUsd): Accounts {
  return { ...accounts, [money]: accounts[money] + nanoUsd };
}

export function bothPlus(one: Accounts, other: Accounts): Accounts {
  return { real: one.real + other.real, practice: one.practice + other.practice };
}

/** Of both kinds, the larger amount. */
export function bothMost(one: Accounts, other: Accounts): Accounts {
  return {
    real: Math.max(one.real, other.real),
    practice: Math.max(one.practice, other.practice),
  };
}

/** What a call cost, and whether it is practice money. */
export interface Charged {
  readonly cost: Cost;
  readonly simulated?: boolean;
}

/** What calls cost together: `$0.0031`, `practice $0.0031`, `$0.0031 and practice ≈ $0.0002`. */
export function describeCosts(charged: readonly Charged[], say: Say = inEnglish): string {
  const of = (simulated: boolean) =>
    charged.filter((each) => (each.simulated ?? false) === simulated).map(({ cost }) => cost);
  const [real, practice] = [of(false), of(true)];
  return listed(
    [
      ...(real.length > 0 ? [describeCost(totalCost(real), say)] : []),
      ...(practice.length > 0
        ? [named('practice', describeCost(totalCost(practice), say), say)]
        : []),
    ],
    'and',
    say,
  );
}

/** Amounts for a glance: `$0.0031`, `practice $0.0031`, `$0.0031 and practice $0.0002`. */
export function describeAccounts({ real, practice }: Accounts, say: Say = inEnglish): string {
  const parts = [
    ...(real > 0 || practice === 0 ? [formatUsd(real)] : []),
    ...(practice > 0 ? [formatMoney('practice', practice, say)] : []),
  ];
  return listed(parts, 'and', say);
}

/** An amount that says which kind of money it is: `$0.0031`, `practice $0.0031`. */
export function formatMoney(money: Money, nanoUsd: NanoUsd, say: Say = inEnglish): string {
  return named(money, formatUsd(nanoUsd), say);
}

/** Puts `practice` before words about practice money. */
export function named(money: Money, words: string, say: Say = inEnglish): string {
  return money === 'practice' ? say('practice {0}', words) : words;
}
