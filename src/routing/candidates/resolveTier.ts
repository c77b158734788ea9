import type { Choice, Rejected, Unavailability } from '../decision.ts';
import { modelOf, notDearer } from '../models/catalog.ts';
import {
  type Model,
  type ModelChoice,
  type ModelReference,
  splitReference,
} from '../models/model.ts';
import type { Tier } from '../policy/policy.ts';
import type { CoolingDown, ProviderFacts, Situation } from '../situation.ts';
import { isForwarded } from './forwarded.ts';
import { missingCapability, type Requirements } from './requirements.ts';

/** What a tier offers for a task now. */
export interface ResolvedTier {
  /** The model to ask, with its fallbacks; omitted when no model of the tier is ready. */
  readonly choice?: Choice;
  /** Every model that could do the task now, in the tier's order; more expensive ones too. */
  readonly ready: readonly Choice[];
  readonly rejected: readonly Rejected[];
}

/** What finding a tier's models depends on. */
export type Resolvable = Pick<Situation, 'catalog' | 'providers' | 'coolingDown' | 'today'>;

/**
 * Finds the first model of a tier that can do a task now, its fallbacks, and the models that were
 * passed over. A model that is cooling down is passed over only when another ready model is not more
 * expensive.
 */
export function resolveTier(
  tier: Tier,
  requirements: Requirements,
  situation: Resolvable,
): ResolvedTier {
  const { today } = situation;
  const rejected: Rejected[] = [];
  const ready: Ready[] = [];
  for (const written of tier.choices) {
    const { model, unavailability } = lookUp(written, requirements, situation);
    if (!unavailability) ready.push({ written, model, cooling: coolingDown(model, situation) });
    else if (ready.length === 0) rejected.push({ model, unavailability });
  }
  const [first] = ready;
  if (!first) return { ready: [], rejected };
  const canReplaceFirst = (other: Ready) => notDearer(other.model, first.model, today);
  const available = ready.filter(
    (each) => !each.cooling && (each === first || canReplaceFirst(each)),
  );
  const chosen = available[0] ?? first;
  for (const each of ready) {
    const unavailability = whyNot(each, { chosen, first, canReplaceFirst: canReplaceFirst(each) });
    if (unavailability) rejected.push({ model: each.model, unavailability });
  }
  const fallbacks = available.filter((each) => each !== chosen).map((each) => choiceOf(each, tier));
  return {
    choice: { ...choiceOf(chosen, tier), ...(fallbacks.length > 0 && { fallbacks }) },
    ready: ready.filter(({ cooling }) => !cooling).map((each) => choiceOf(each, tier)),
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

function lookUp(
  { reference }: ModelChoice,
  requirements: Requirements,
  { providers, catalog }: Resolvable,
): { model: Model; unavailability: Unavailability | undefined } {
  const { provider, id } = splitReference(reference)!;
  const facts = providers.get(provider);
  const known = modelOf(catalog, reference, facts?.simulated === true);
  const model =
    facts?.isFree && !isForwarded(id, facts) ? { worstCaseNanoUsd: 0, ...known } : known;
  const unavailability = facts
    ? (leavesMachine(facts, id, requirements) ??
      providerProblem(facts, id) ??
      missingCapability(model, requirements))
    : unknownProvider(reference);
  return { model, unavailability };
}

function whyNot(
  each: Ready,
  { chosen, first, canReplaceFirst }: { chosen: Ready; first: Ready; canReplaceFirst: boolean },
): Unavailability | undefined {
  if (each === chosen) return undefined;
  if (each !== first && !canReplaceFirst) return { kind: 'dearerFallback', than: first.model.name };
  return each.cooling && { kind: 'coolingDown', ...each.cooling };
}

function coolingDown({ reference }: Model, situation: Resolvable): CoolingDown | undefined {
  const { provider } = splitReference(reference)!;
  return situation.coolingDown.get(reference) ?? situation.coolingDown.get(provider);
}

function unknownProvider(reference: ModelReference): Unavailability {
  return { kind: 'unknownProvider', provider: splitReference(reference)!.provider };
}

function leavesMachine(
  facts: ProviderFacts,
  id: string,
  { stay }: Requirements,
): Unavailability | undefined {
  if (!stay || (facts.isLocal && !isForwarded(id, facts))) return undefined;
  return { kind: 'notLocal', provider: facts.name };
}

function providerProblem({ name, state }: ProviderFacts, id: string): Unavailability | undefined {
  if (state.state === 'noKey') return { kind: 'noKey', provider: name };
  if (state.state === 'unavailable') return { kind: 'unavailable', provider: name, why: state.why };
  if (!state.models || state.models.has(id)) return undefined;
  return { kind: 'unavailable', provider: name, why: `it has no model "${id}"` };
}
