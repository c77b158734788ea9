import type { Candidates } from '../candidates/candidates.ts';
import type { Choice } from '../decision.ts';
import { unitOf } from '../experiments/experiment.ts';
import { type MeasuredTime, measuredTime, type SpeedMeasure } from '../models/latency.ts';
import { beginningWith, type FastestUse, type Tier, tierNamed } from '../policy/policy.ts';
import type { AffordableTiers } from './downgrade.ts';
import type { SelectedTiers } from './selection.ts';

/*
 * Models taken for their speed, by what the ledger measured of their newest answers. Nothing is estimated: a model
 * without enough answers is unknown, and `fastest` asks it now and then to find out.
 */

/** One in so many tasks asks a model that is not measured yet. Chosen by judgement. */
const triedOneIn = 10;

interface Compared {
  readonly tier: Tier;
  readonly choice: Choice;
  readonly measured: MeasuredTime | undefined;
}

/** The tier of the fastest ready model of some tiers; undefined when none is ready. */
export function fastestTier(
  { fastest, by }: FastestUse,
  candidates: Candidates,
): Pick<SelectedTiers, 'tiers' | 'quick'> | undefined {
  const { task, situation } = candidates;
  const { policy } = situation;
  const named = fastest.flatMap((name) => tierNamed(policy, name) ?? []);
  const compared = comparedIn(fastest.length > 0 ? named : policy.tiers, by, candidates);
  const known = compared.flatMap((each) =>
    each.measured ? [{ ...each, measured: each.measured }] : [],
  );
  const unknown = compared.filter(({ measured }) => !measured);
  const draw = unitOf(`fastest\n${task.id}`);
  const tried =
    draw * triedOneIn < 1 ? unknown[Math.floor(draw * triedOneIn * unknown.length)] : undefined;
  const taken = tried ?? quickest(known) ?? compared[0];
  if (!taken) return undefined;
  const { tier, choice, measured } = taken;
  const counts = { known: known.length, unknown: unknown.length };
  const why = { kind: 'fastest', by, ...(measured && { measured }), ...counts } as const;
  return { tiers: [tier], quick: { model: choice.model.reference, tier, why } };
}

/** The ready models of some tiers, each once, with what is measured of them. */
function comparedIn(
  tiers: readonly Tier[],
  by: SpeedMeasure,
  candidates: Candidates,
): readonly Compared[] {
  const found = new Map<string, Compared>();
  for (const tier of tiers) {
    const { choice: usual, ready } = candidates.of(tier);
    // All of them may be cooling down.
    for (const choice of ready.length > 0 ? ready : usual ? [usual] : []) {
      if (found.has(choice.model.reference)) continue;
      const measured = measuredTime(choice.model, by, candidates.situation.latencies);
      found.set(choice.model.reference, { tier, choice, measured });
    }
  }
  return [...found.values()];
}

function quickest<Each extends { readonly measured: MeasuredTime }>(
  all: readonly Each[],
): Each | undefined {
  return all.toSorted((one, other) => one.measured.ms - other.measured.ms)[0];
}

/**
 * Lets the tier begin with the model that was taken for its speed. Where one model is asked, its tier has another
 * that is not more expensive, and only that one is measured to keep the latency budget of the task type, or at least to
 * be faster, it is asked first.
 */
export function quickModel<Settled extends AffordableTiers>(
  settled: Settled,
  candidates: Candidates,
): Settled {
  const { quick: chosen, ...rest } = settled;
  const [tier] = settled.tiers;
  const quick = chosen ?? (tier && withinBudget(settled, tier, candidates));
  if (!quick) return settled;
  // A budget may have lowered the tier since.
  if (quick.tier !== tier) return rest as Settled;
  return { ...settled, quick, tiers: [beginningWith(quick.model, tier)] };
}

function withinBudget(
  { several, loop }: AffordableTiers,
  tier: Tier,
  candidates: Candidates,
): SelectedTiers['quick'] {
  const { task, situation } = candidates;
  const budgetSeconds = situation.latencyBudgets[task.type];
  if (budgetSeconds === undefined || several || loop) return undefined;
  const { choice } = candidates.of(tier);
  const usual = choice && measuredTime(choice.model, 'total', situation.latencies);
  if (!usual || usual.ms <= budgetSeconds * 1000) return undefined;
  const others = (choice.fallbacks ?? []).flatMap(({ model }) => {
    const measured = measuredTime(model, 'total', situation.latencies);
    return measured && measured.ms < usual.ms ? [{ model, measured }] : [];
  });
  const keeping = others.find(({ measured }) => measured.ms <= budgetSeconds * 1000);
  const other = keeping ?? quickest(others);
  if (!other) return undefined;
  const { model, measured } = other;
  const why = {
    kind: 'withinBudget',
    budgetSeconds,
    measured,
    usual: { model: choice.model, measured: usual },
  } as const;
  return { model: model.reference, tier, why };
}
