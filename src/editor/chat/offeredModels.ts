import type { LanguageModelChatCapabilities, LanguageModelChatInformation } from 'vscode';
import { largestTierCapacity, tierCapacity } from '../../routing/candidates/tierCapacity.ts';
import type { Capacity } from '../../routing/models/capacity.ts';
import { type Catalog, modelOf } from '../../routing/models/catalog.ts';
import type { Tier } from '../../routing/policy/policy.ts';
import type { Offer } from '../situation/situationSource.ts';

/** The id of the model that lets the policy decide. */
export const autoId = 'auto';

/**
 * What VS Code's picker is told: `Tierwise Auto`, and one model for each tier. VS Code writes prompts as
 * long as it is told, so each is told what the models behind it really take. `wantedTokens` is the output
 * that the user's settings allow.
 */
export function offeredModels(offer: Offer, wantedTokens: number): LanguageModelChatInformation[] {
  const { tiers } = offer.policy;
  const auto = information(autoId, 'Tierwise Auto', {
    tooltip: 'Your policy chooses the tier for each request.',
    // A request that is too long for one tier goes to another that can take it.
    capacity: largestTierCapacity(tiers, offer, wantedTokens),
    capabilities: capabilitiesOf(tiers, offer.catalog),
  });
  return [auto, ...tiers.map((tier) => tierModel(tier, offer, wantedTokens))];
}

function tierModel(tier: Tier, offer: Offer, wantedTokens: number): LanguageModelChatInformation {
  const { name, choices } = tier;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const models = choices.map(({ reference }) => reference).join(', ');
  return information(name, `Tierwise ${title}`, {
    tooltip: `The tier ${name}: the first of ${models} that is ready.`,
    capacity: tierCapacity(tier, offer, wantedTokens),
    capabilities: capabilitiesOf([tier], offer.catalog),
  });
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
    tooltip,
    capacity,
    capabilities,
  }: {
    readonly tooltip: string;
    readonly capacity: Capacity;
    readonly capabilities: LanguageModelChatCapabilities;
  },
): LanguageModelChatInformation {
  return {
    id,
    name,
    tooltip,
    family: id,
    version: '1',
    detail: 'Tierwise',
    maxInputTokens: capacity.inputTokens,
    maxOutputTokens: capacity.outputTokens,
    capabilities,
  };
}
