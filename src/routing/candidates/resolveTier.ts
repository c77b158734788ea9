import type { Choice, Rejected, Unavailability } from '../decision.ts';
import { modelOf, notDearer } from '../models/catalog.ts';
import {
  type Model,
  type ModelChoice,
  type ModelReference,
  splitReference,
} from '../models/model.ts';
import { type Tier, topTier } from '../policy/policy.ts';
import type { CoolingDown, ProviderFacts, Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import { missingCapability, type Requirements, requirementsOf } from './requirements.ts';

/**
 * The first model of a tier that can do a task now, with those that may stand in for it,
 * and those that were passed over. A model that is cooling down is passed over only where another one
 * is ready that is not dearer.
 */
export function resolveTier(
  tier: Tier,
  requirements: Requirements,
  situation: Situation,
): { choice?: Choice; rejected: Rejected[] } {
  const { today } = situation;
  const rejected: Rejected[] = [];
  const ready: Ready[] = [];
  for (const written of tier.choices) {
    const { model, shortfall: unavailability } = look(written, requirements, situation);
    if (!unavailability) ready.push({ written, model, cooling: coolingDown(model, situation) });
    else if (ready.length === 0) rejected.push({ model, unavailability });
  }
  const [first] = ready;
  if (!first) return { rejected };
  const mayStandIn = (other: Ready) => notDearer(other.model, first.model, today);
  const rested = ready.filter((each) => !each.cooling && (each === first || mayStandIn(each)));
  const chosen = rested[0] ?? first;
  for (const each of ready) {
    const unavailability = whyNot(each, { chosen, first, mayStandIn: mayStandIn(each) });
    if (unavailability) rejected.push({ model: each.model, unavailability });
  }
  const fallbacks = rested.filter((each) => each !== chosen).map((each) => choiceOf(each, tier));
  return {
    choice: { ...choiceOf(chosen, tier), ...(fallbacks.length > 0 && { fallbacks }) },
    rejected,
  };
}

interface Ready {
  readonly written: ModelChoice;
  readonly model: Model;
  readonly cooling: CoolingDown | undefined;
}

function choiceOf({ model, written: { effort } }: Ready, { name }: Tier): Choice {
  return { model, tier: name, ...(effort && { effort }) };
}

function look(
  { reference }: ModelChoice,
  requirements: Requirements,
  { providers, catalog }: Situation,
): { model: Model; shortfall: Unavailability | undefined } {
  const { provider, id } = splitReference(reference)!;
  const facts = providers.get(provider);
  const model = modelOf(catalog, reference, facts?.simulated === true);
  const unavailability = facts
    ? (providerShortfall(facts, id) ?? missingCapability(model, requirements))
    : unknownProvider(reference);
  return { model, shortfall: unavailability };
}

function whyNot(
  each: Ready,
  { chosen, first, mayStandIn }: { chosen: Ready; first: Ready; mayStandIn: boolean },
): Unavailability | undefined {
  if (each === chosen) return undefined;
  if (each !== first && !mayStandIn) return { kind: 'dearerFallback', than: first.model.name };
  return each.cooling && { kind: 'coolingDown', ...each.cooling };
}

function coolingDown({ reference }: Model, situation: Situation): CoolingDown | undefined {
  const { provider } = splitReference(reference)!;
  return situation.coolingDown.get(reference) ?? situation.coolingDown.get(provider);
}

function unknownProvider(reference: ModelReference): Unavailability {
  return { kind: 'unknownProvider', provider: splitReference(reference)!.provider };
}

function providerShortfall({ name, state }: ProviderFacts, id: string): Unavailability | undefined {
  if (state.state === 'noKey') return { kind: 'noKey', provider: name };
  if (state.state === 'unavailable') return { kind: 'unavailable', provider: name, why: state.why };
  if (!state.models || state.models.has(id)) return undefined;
  return { kind: 'unavailable', provider: name, why: `it has no model "${id}"` };
}

/** The strongest tier's model for a task; undefined where none is ready. */
export function strongest(task: Task, situation: Situation): Choice | undefined {
  const top = topTier(situation.policy);
  return top && resolveTier(top, requirementsOf(task), situation).choice;
}
