import type { LanguageModelChatCapabilities, LanguageModelChatInformation } from 'vscode';
import { noRequirements } from '../../routing/candidates/requirements.ts';
import { resolveTier } from '../../routing/candidates/resolveTier.ts';
import { largestTierCapacity, tierCapacity } from '../../routing/candidates/tierCapacity.ts';
import type { Capacity } from '../../routing/models/capacity.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { type Catalog, displayName, modelOf } from '../../routing/models/catalog.ts';
import { describePrice, describePriceShortly } from '../../routing/models/describePrice.ts';
import type { Model } from '../../routing/models/model.ts';
import type { Tier } from '../../routing/policy/policy.ts';
import type { Offer } from '../situation/situationSource.ts';
import { creditRates, type CreditRates } from './creditRates.ts';
import { say } from '../platform/say.ts';

const nothingReady = say('no model is ready');

/** The id of the model that lets the policy decide. */
export const autoId = 'auto';

/**
 * What VS Code is told of a model. It reads more than its stable API declares, from every extension: the
 * price in words, and the rates of a plan in credits. Seen in VS Code 1.139 on 2026-11-29.
 */
export interface OfferedModel extends LanguageModelChatInformation, CreditRates {
  readonly pricing?: string;
}

/**
 * What VS Code's picker is told: `Tierwise Auto`, and one model for each tier. VS Code writes prompts as
 * long as it is told, so each is told what the models behind it really take. `wantedTokens` is the output
 * that the user's settings allow.
 */
export function offeredModels(offer: Offer, wantedTokens: number): OfferedModel[] {
  const { tiers } = offer.policy;
  const auto = information(autoId, 'Tierwise Auto', {
    detail: tiers.some((tier) => modelOfTier(tier, offer))
      ? say('chooses per request: {0}', rangeOf(tiers))
      : say('{0}: run “Tierwise: Show What Is Ready”', nothingReady),
    tooltip: [
      say('Your policy chooses the tier for each request.'),
      ...tiers.map(
        (tier) => `${tier.name}: ${modelInWords(modelOfTier(tier, offer), offer.today)}.`,
      ),
    ].join(' '),
    // A request that is too long for one tier goes to another that can take it.
    capacity: largestTierCapacity(tiers, offer, wantedTokens),
    capabilities: capabilitiesOf(tiers, offer.catalog),
  });
  return [auto, ...tiers.map((tier) => tierModel(tier, offer, wantedTokens))];
}

function tierModel(tier: Tier, offer: Offer, wantedTokens: number): OfferedModel {
  const { name, choices } = tier;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const models = choices.map(({ reference }) => reference).join(', ');
  const model = modelOfTier(tier, offer);
  return {
    ...information(name, `Tierwise ${title}`, {
      detail: model
        ? `${displayName(model)} · ${describePriceShortly(model, offer.today, say)}`
        : say('{0}: run “Tierwise: Show What Is Ready”', nothingReady),
      tooltip: say(
        '{0}. The tier {1}: the first of {2} that is ready.',
        modelInWords(model, offer.today),
        name,
        models,
      ),
      capacity: tierCapacity(tier, offer, wantedTokens),
      capabilities: capabilitiesOf([tier], offer.catalog),
    }),
    ...(model && {
      pricing: priceInWords(model, offer.today),
      ...creditRates(model, offer.today),
    }),
  };
}

/** The model that a tier means now; undefined when none is ready. */
function modelOfTier(tier: Tier, offer: Offer): Model | undefined {
  return resolveTier(tier, noRequirements, offer).choice?.model;
}

function modelInWords(model: Model | undefined, today: string): string {
  if (!model) return nothingReady;
  return `${displayName(model)}, ${priceInWords(model, today)}`;
}

/** Practice money is never shown as if it were real. */
function priceInWords(model: Model, today: string): string {
  return named(moneyOf(model.simulated), describePrice(model, today, say), say);
}

function rangeOf(tiers: readonly Tier[]): string {
  const [first, last] = [tiers[0]!, tiers.at(-1)!];
  return first === last ? first.name : `${first.name} … ${last.name}`;
}

/** What at least one model of the tiers can do; a model of unknown abilities counts as able. */
function capabilitiesOf(tiers: readonly Tier[], catalog: Catalog): LanguageModelChatCapabilities {
  const capabilities = tiers
    .flatMap(({ choices }) => choices)
    .map(({ reference }) => modelOf(catalog, reference, false).capabilities);
  return {
    toolCalling: capabilities.some(({ tools }) => tools !== false),
    imageInput: capabilities.some(({ images }) => images !== false),
  };
}

function information(
  id: string,
  name: string,
  {
    capacity,
    ...words
  }: Pick<LanguageModelChatInformation, 'detail' | 'tooltip' | 'capabilities'> & {
    readonly capacity: Capacity;
  },
): LanguageModelChatInformation {
  return {
    id,
    name,
    family: id,
    version: '1',
    maxInputTokens: capacity.inputTokens,
    maxOutputTokens: capacity.outputTokens,
    ...words,
  };
}
