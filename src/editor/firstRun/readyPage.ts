import type { ProviderState } from '../../routing/situation.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import type { FoundProvider, OfferedKey, Readiness } from './readiness.ts';

/** Names that a list shows of a server's models. Chosen by judgement. */
const shownModels = 8;

/** What is ready, as Markdown. */
export function readyPage({ tiers, places, offered, lmStudio }: Readiness): string {
  return [
    '# What is ready',
    nextStep(tiers),
    '## Your tiers',
    tiers.map(({ name, words }) => `- **${escapeMarkdown(name)}**: ${escapeMarkdown(words)}`),
    '## Where Tierwise looked',
    places.map((place) => `- **${escapeMarkdown(place.name)}**: ${placeWords(place)}`),
    ...(lmStudio ? ['## LM Studio', lmStudioWords(lmStudio)] : []),
    ...(offered.length > 0 ? ['## Keys in your environment', ...offered.map(offerWords)] : []),
  ]
    .map((part) => (typeof part === 'string' ? part : part.join('\n')))
    .join('\n\n');
}

/** The same in one line. */
export function readyStatus({ tiers }: Pick<Readiness, 'tiers'>): string {
  const ready = tiers.filter(({ isReady }) => isReady);
  if (ready.length === 0) return 'No tier has a model yet';
  if (ready.length === tiers.length) return 'Every tier has a model';
  return `${ready.length} of ${tiers.length} tiers have a model`;
}

function nextStep(tiers: Readiness['tiers']): string {
  const ready = tiers.filter(({ isReady }) => isReady);
  if (ready.length === 0) {
    return 'No tier has a model yet, so no task can run. Set a key, start a local model server, or try Tierwise with practice models, which need neither.';
  }
  const missing = tiers.filter(({ isReady }) => !isReady).map(({ name }) => name);
  const task = 'Select some code and run **Tierwise: Explain** from the Command Palette.';
  if (missing.length === 0) return `Every tier has a model. ${task}`;
  return `You can begin: ${task} Without a model are ${escapeMarkdown(missing.join(' and '))}; work for such a tier goes to the next higher one that has a model.`;
}

function placeWords({ state, takesKey }: FoundProvider): string {
  switch (state.state) {
    case 'noKey':
      return 'no key yet';
    case 'unavailable':
      return escapeMarkdown(state.why);
    case 'ready':
      return takesKey ? withModels('a key is set', state) : withModels('ready', state);
  }
}

function withModels(words: string, { models }: Extract<ProviderState, { state: 'ready' }>): string {
  if (!models) return words;
  if (models.size === 0) return 'answers, but offers no models';
  return `${words}, with ${modelList([...models])}`;
}

function modelList(models: readonly string[]): string {
  const shown = models.slice(0, shownModels).map((name) => `\`${name.replaceAll('`', '')}\``);
  const more = models.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function lmStudioWords(models: readonly string[]): string {
  const offers = models.length === 0 ? 'offers no models yet' : `offers ${modelList(models)}`;
  return `A server answers at LM Studio’s usual address and ${offers}. To use it, press *Add Provider…* and choose LM Studio.`;
}

function offerWords({ variable, name, baseUrl }: OfferedKey): string {
  const { origin } = new URL(baseUrl);
  return `\`${variable}\` is set. Tierwise has not read it. If you want to use it for ${escapeMarkdown(name)}, press *${offerLabel({ variable })}*: Tierwise then copies it into VS Code’s secret storage and sends it to ${origin} only.`;
}

/** The label of the button that takes a key from the environment. */
export function offerLabel({ variable }: Pick<OfferedKey, 'variable'>): string {
  return `Use ${variable}…`;
}
