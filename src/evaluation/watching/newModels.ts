import { noRequirements } from '../../routing/candidates/requirements.ts';
import { resolveTier } from '../../routing/candidates/resolveTier.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { displayName, modelOf, notDearer } from '../../routing/models/catalog.ts';
import { type Model, type ModelReference, splitReference } from '../../routing/models/model.ts';
import { formatUsd } from '../../routing/models/money.ts';
import { priceOn } from '../../routing/models/price.ts';
import { inEnglish, type Say, toSay } from '../../routing/say.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Candidate } from '../candidate.ts';
import type { Evaluation, NamedCandidate } from '../files/evaluation.ts';
import type { FinderEstimate } from '../finder/estimate.ts';

/** The models that were there when somebody last looked. It is kept, so it is plain data. */
export interface KnownModels {
  /** References of the models in the table. */
  readonly listed: readonly string[];
  /** By provider: the names that its server offered. A provider that could not be asked is left out. */
  readonly offered: Readonly<Record<string, readonly string[]>>;
}

type Seen = Pick<Situation, 'catalog' | 'providers'>;

/** The models that are there now; of providers that cannot be asked now, what is known already stays. */
export function modelsNow({ catalog, providers }: Seen, before?: KnownModels): KnownModels {
  const offered = [...providers].flatMap(([id, { state }]): [string, readonly string[]][] =>
    state.state === 'ready' && state.models ? [[id, [...state.models].toSorted()]] : [],
  );
  return {
    listed: [...catalog.keys()].toSorted(),
    offered: { ...before?.offered, ...Object.fromEntries(offered) },
  };
}

/** The models that came in since the last look. The first look at a table or a server finds none new. */
export function gainedModels(before: KnownModels | undefined, now: KnownModels): ModelReference[] {
  if (!before) return [];
  const listed = new Set(before.listed);
  const ofServers = Object.entries(now.offered).flatMap(([provider, names]) => {
    const known = before.offered[provider];
    return known === undefined
      ? []
      : names.filter((name) => !known.includes(name)).map((name) => `${provider}/${name}`);
  });
  const gained = [...now.listed.filter((reference) => !listed.has(reference)), ...ofServers];
  return [...new Set(gained)].filter((each): each is ModelReference => isReference(each));
}

function isReference(text: string): text is ModelReference {
  return splitReference(text) !== undefined;
}

/** A new model that may be worth trying in an evaluation. */
export interface Suggestion {
  readonly evaluation: Evaluation;
  readonly model: Model;
  /** The chosen candidate that it may replace; undefined when no candidate has passed. */
  readonly instead?: Candidate;
  readonly isCheaper: boolean;
}

/**
 * The gained models that could be asked now and cost no more than the model that an evaluation chose; where
 * it chose none, all whose price is known. A model of unknown price is never suggested.
 */
export function suggestions(
  gained: readonly ModelReference[],
  chosen: readonly { readonly evaluation: Evaluation; readonly smallest?: Candidate }[],
  situation: Situation,
): Suggestion[] {
  const models = gained.flatMap((reference) => readyModel(reference, situation) ?? []);
  return chosen.flatMap(({ evaluation, smallest }) =>
    models
      .filter(({ reference }) => !isCandidate(evaluation, reference, situation))
      .flatMap((model) => suggestion(model, { evaluation, smallest }, situation) ?? []),
  );
}

function suggestion(
  model: Model,
  { evaluation, smallest }: { evaluation: Evaluation; smallest: Candidate | undefined },
  situation: Situation,
): Suggestion | undefined {
  if (!smallest) return { evaluation, model, isCheaper: false };
  const now = modelOfCandidate(smallest, situation);
  if (!now || now.simulated !== model.simulated) return undefined;
  const { today } = situation;
  if (isFree(model, today)) {
    return { evaluation, model, instead: smallest, isCheaper: !isFree(now, today) };
  }
  if (!notDearer(model, now, today)) return undefined;
  return { evaluation, model, instead: smallest, isCheaper: !notDearer(now, model, today) };
}

/** It runs on this machine, or a plan includes it. */
function isFree({ prices, worstCaseNanoUsd }: Model, today: string): boolean {
  return !priceOn(prices, today) && worstCaseNanoUsd === 0;
}

/** Undefined when it cannot be asked now, or its cost is unknown. */
function readyModel(reference: ModelReference, situation: Situation): Model | undefined {
  const tier = { name: reference, choices: [{ reference }] };
  const { choice } = resolveTier(tier, noRequirements, situation);
  if (!choice) return undefined;
  const { model } = choice;
  const { today } = situation;
  return priceOn(model.prices, today) || isFree(model, today) ? model : undefined;
}

/** The model that a candidate asks, of a cascade the first one. */
function modelOfCandidate({ subject }: Candidate, situation: Situation): Model | undefined {
  const { catalog, providers, policy } = situation;
  if (subject.kind === 'model') {
    const { reference } = subject.choice;
    const { provider = '' } = splitReference(reference) ?? {};
    return modelOf(catalog, reference, providers.get(provider)?.simulated === true);
  }
  const name = subject.kind === 'tier' ? subject.tier : subject.tiers[0];
  const tier = policy.tiers.find((each) => each.name === name);
  return tier && resolveTier(tier, noRequirements, situation).choice?.model;
}

function isCandidate(
  { candidates }: Evaluation,
  reference: ModelReference,
  { policy }: Situation,
): boolean {
  return candidates.some(({ subject }) => {
    if (subject.kind === 'model') return subject.choice.reference === reference;
    const names = subject.kind === 'tier' ? [subject.tier] : subject.tiers;
    return names.some((name) =>
      policy.tiers
        .find((tier) => tier.name === name)
        ?.choices.some((choice) => choice.reference === reference),
    );
  });
}

/** The evaluation with one more candidate, or with that one alone. */
export function withModel(
  evaluation: Evaluation,
  { reference, name }: Model,
  how: 'beside' | 'alone',
): Evaluation {
  const own: NamedCandidate = {
    id: reference,
    name,
    subject: { kind: 'model', choice: { reference } },
  };
  const others = how === 'beside' ? evaluation.candidates : [];
  return { ...evaluation, candidates: [...others, own] };
}

/** A suggestion in words, with what trying it takes. */
export function describeSuggestion(
  { evaluation, model, instead, isCheaper }: Suggestion,
  { low, high }: FinderEstimate,
  say: Say = inEnglish,
): string {
  const isNew = say('{0} is new.', displayName(model));
  const than = isCheaper
    ? toSay('{0} It costs less than {1}, which {2} has found.')
    : toSay('{0} It costs no more than {1}, which {2} has found.');
  const why = instead ? say(than, isNew, instead.name, evaluation.name) : isNew;
  const range =
    low.nanoUsd === undefined || high.nanoUsd === undefined
      ? say('what they cost is not known')
      : named(
          moneyOf(model.simulated),
          say('{0} to {1}', formatUsd(low.nanoUsd), formatUsd(high.nanoUsd)),
          say,
        );
  return say(
    '{0} Trying it on {1} takes up to {2} calls: {3}.',
    why,
    evaluation.name,
    high.calls,
    range,
  );
}
