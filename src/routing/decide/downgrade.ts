import type { BudgetPressure } from '../budgets/budget.ts';
import type { Pressure, Reason } from '../decision.ts';
import type { Money } from '../models/accounts.ts';
import { isCritical } from '../policy/matchRule.ts';
import type { CascadeUse, SpeculateUse, Tier } from '../policy/policy.ts';
import type { Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import { borderline } from '../taskTypes.ts';
import { budgetPressure } from './budgetPressure.ts';
import type { Wanted } from './selectTiers.ts';

type Tiers = Exclude<Wanted, { refusal: unknown }>;

/** Wanted tiers after a look at the money. */
export type Steered = Tiers & { readonly pressure?: Pressure };

interface Known {
  readonly situation: Situation;
  readonly isReady: (tier: Tier) => boolean;
  /** What a tier's model costs, whether it is ready or not. */
  readonly moneyOf: (tier: Tier) => Money;
}

/** A manual pick, a pin and an escalation stay. */
const chosenForUser: readonly Reason['kind'][] = ['rule', 'planned', 'noRule'];

/**
 * Takes wanted tiers down where little money is left; only where nobody picked them by hand, and
 * never for critical tasks. Careful with money, borderline task types go one tier down, or lose the
 * dearest rung. Sparing, or with nothing left, every task does; borderline ones go to the cheapest tier
 * or keep the cheapest rung, and nothing is started together. Where no lower tier is ready it stays
 * as it was. Practice money and real money have a budget each: what is left of one never takes a tier
 * to the other, nor a rung away that costs the other.
 */
export function downgrade(
  wanted: Tiers,
  task: Task,
  { situation, isReady, moneyOf }: Known,
): Steered {
  const { reason } = wanted;
  if (!chosenForUser.includes(reason.kind)) return wanted;
  const ready = wanted.tiers.filter(isReady);
  const isLadder = wanted.several !== undefined && ready.length > 1;
  const dearest = (isLadder ? ready.at(-1) : ready[0]) ?? wanted.tiers[0]!;
  const money = moneyOf(dearest);
  const pressure = budgetPressure(task, situation, money);
  if (!pressure || pressure.level === 'generous') return wanted;
  if (pressure.level === 'careful' && !borderline[task.type]) return wanted;
  if (isCritical(situation.policy, task)) return wanted;
  const toCheapest = pressure.level !== 'careful' && borderline[task.type];
  if (wanted.several && ready.length > 1) {
    const { several } = wanted;
    const onlyOne = toCheapest || ('speculate' in several && pressure.level !== 'careful');
    const ofOtherMoney = ready.findLastIndex((tier) => moneyOf(tier) !== money) + 1;
    const keep = Math.max(ofOtherMoney, onlyOne ? 1 : ready.length - 1);
    return fewerRungs({ ...wanted, several }, pressure, { keep, isReady });
  }
  const { tiers } = situation.policy;
  const place = tiers.indexOf(dearest);
  const lower = tiers
    .slice(toCheapest ? 0 : Math.max(0, place - 1), place)
    .find((tier) => isReady(tier) && moneyOf(tier) === money);
  if (!lower) return wanted;
  const change = { kind: 'down', tiers: place - tiers.indexOf(lower) } as const;
  return { ...wanted, tiers: [lower], pressure: { ...pressure, change } };
}

/** Only the cheapest `keep` of the rungs that are ready. */
function fewerRungs(
  wanted: Tiers & { readonly several: CascadeUse | SpeculateUse },
  pressure: BudgetPressure,
  { keep, isReady }: { keep: number; isReady: (tier: Tier) => boolean },
): Steered {
  const places = wanted.tiers.flatMap((tier, place) => (isReady(tier) ? place : []));
  const dropped = places.slice(keep);
  const names = dropped.map((place) => wanted.tiers[place]!.name);
  return {
    ...wanted,
    tiers: wanted.tiers.slice(0, dropped[0]),
    several: keep === 1 ? alone(wanted.several) : wanted.several,
    pressure: { ...pressure, change: { kind: 'without', tiers: names } },
  };
}

/** One rung has nothing to start together with: it is checked, that is all. */
function alone(use: CascadeUse | SpeculateUse): CascadeUse {
  if ('cascade' in use) return use;
  const { speculate, ...checks } = use;
  return { ...checks, cascade: speculate };
}
