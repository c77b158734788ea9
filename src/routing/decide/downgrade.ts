import type { Candidates } from '../candidates/candidates.ts';
import type { BudgetPressure } from '../budgets/budget.ts';
import type { Pressure, Reason } from '../decision.ts';
import { type Money, moneyOf } from '../models/accounts.ts';
import type { Model } from '../models/model.ts';
import type { CascadeUse, SpeculateUse, Tier } from '../policy/policy.ts';
import { borderline } from '../taskTypes.ts';
import { budgetPressure } from './budgetPressure.ts';
import type { SelectedTiers } from './selection.ts';

/** The selected tiers that the budgets allow. */
export type AffordableTiers = SelectedTiers & { readonly pressure?: Pressure };

/** The reasons that allow a lower tier. A manual pick, a pin and an escalation do not. */
const mayDowngrade: readonly Reason['kind'][] = ['rule', 'planned', 'noRule', 'turn'];

/**
 * Lowers the selected tiers when little money is left. It never changes a tier that the user chose for
 * this task, nor the tiers of a critical task.
 *
 * When the pressure is careful, a borderline task type goes one tier down, or loses the most expensive
 * rung. Where a rule says that a wrong answer costs little, every task type is borderline, and none is where it
 * costs much. When it is sparing or spent, every task type does so; a borderline one goes to the cheapest
 * tier or keeps only the cheapest rung, and nothing is started together. When no lower tier is ready,
 * nothing changes. Practice money and real money have separate accounts: a lack of one never moves a
 * task to a tier that costs the other, nor removes a rung that costs the other.
 */
export function downgrade(selection: SelectedTiers, candidates: Candidates): AffordableTiers {
  const { task, situation, stated } = candidates;
  if (!mayDowngrade.includes(selection.reason.kind)) return selection;
  const ready = selection.tiers.filter((tier) => isReady(tier, candidates));
  const isLadder = selection.several !== undefined && ready.length > 1;
  const top = (isLadder ? ready.at(-1) : ready[0]) ?? selection.tiers[0]!;
  const money = moneyOfTier(top, candidates);
  const pressure = budgetPressure(task, situation, money, modelOfTier(top, candidates)?.reference);
  if (!pressure || pressure.level === 'generous') return selection;
  const isBorderline = stated.cost === 'usual' ? borderline[task.type] : stated.cost === 'low';
  if (pressure.level === 'careful' && !isBorderline) return selection;
  if (stated.cost === 'critical') return selection;
  const toCheapest = pressure.level !== 'careful' && isBorderline;
  if (selection.several && ready.length > 1) {
    const { several } = selection;
    const onlyOne = toCheapest || ('speculate' in several && pressure.level !== 'careful');
    const ofOtherMoney = ready.findLastIndex((tier) => moneyOfTier(tier, candidates) !== money) + 1;
    const keep = Math.max(ofOtherMoney, onlyOne ? 1 : ready.length - 1);
    return fewerRungs({ ...selection, several }, pressure, { keep, candidates });
  }
  const { tiers } = situation.policy;
  const place = tiers.indexOf(top);
  const lower = tiers
    .slice(toCheapest ? 0 : Math.max(0, place - 1), place)
    .find((tier) => isReady(tier, candidates) && moneyOfTier(tier, candidates) === money);
  if (!lower) return selection;
  const change = { kind: 'down', tiers: place - tiers.indexOf(lower) } as const;
  return { ...loweredTo(selection, lower, tiers), pressure: { ...pressure, change } };
}

function loweredTo(selection: SelectedTiers, lower: Tier, all: readonly Tier[]): SelectedTiers {
  const { loop, ...rest } = selection;
  if (!loop) return { ...selection, tiers: [lower] };
  const { raiseEffort: _, ...kept } = loop;
  const { climbed, ...turn } = loop.turn;
  const usual = all.findIndex(({ name }) => name === turn.usual);
  const isAbove = all.indexOf(lower) > usual;
  return {
    ...rest,
    tiers: [lower],
    loop: { ...kept, turn: { ...turn, ...(climbed && isAbove && { climbed }) } },
  };
}

function isReady(tier: Tier, candidates: Candidates): boolean {
  return candidates.of(tier).choice !== undefined;
}

/** The kind of money that a tier's model costs, whether the model is ready or not. */
function moneyOfTier(tier: Tier, candidates: Candidates): Money {
  return moneyOf(modelOfTier(tier, candidates)?.simulated ?? false);
}

function modelOfTier(tier: Tier, candidates: Candidates): Model | undefined {
  const { choice, rejected } = candidates.of(tier);
  return (choice ?? rejected[0])?.model;
}

/** Keeps only the cheapest `keep` of the rungs that are ready. */
function fewerRungs(
  selection: SelectedTiers & { readonly several: CascadeUse | SpeculateUse },
  pressure: BudgetPressure,
  { keep, candidates }: { keep: number; candidates: Candidates },
): AffordableTiers {
  const places = selection.tiers.flatMap((tier, place) => (isReady(tier, candidates) ? place : []));
  const dropped = places.slice(keep);
  const names = dropped.map((place) => selection.tiers[place]!.name);
  return {
    ...selection,
    tiers: selection.tiers.slice(0, dropped[0]),
    several: keep === 1 ? asCascade(selection.several) : selection.several,
    pressure: { ...pressure, change: { kind: 'without', tiers: names } },
  };
}

/** A single rung cannot be started together with anything, so its answer is only checked. */
function asCascade(use: CascadeUse | SpeculateUse): CascadeUse {
  if ('cascade' in use) return use;
  const { speculate, ...checks } = use;
  return { ...checks, cascade: speculate };
}
