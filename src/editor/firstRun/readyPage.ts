import type { ProviderState } from '../../routing/situation.ts';
import { escapeMarkdown } from '../platform/escape.ts';
import type { FoundProvider, KeyOfService, OfferedKey, Readiness } from './readiness.ts';
import { joined, toSay } from '../../routing/say.ts';
import { say } from '../platform/say.ts';

/** Names that a list shows of a server's models. Chosen by judgement. */
const shownModels = 8;

/** What is ready, as Markdown. */
export function readyPage({ tiers, places, offered, services, lmStudio }: Readiness): string {
  const keys = [...offered.map(offerWords), ...services.map(serviceWords)];
  return [
    say('# What is ready'),
    nextStep(tiers),
    say('## Your tiers'),
    tiers.map(({ name, words }) => `- **${escapeMarkdown(name)}**: ${escapeMarkdown(words)}`),
    say('## Where Tierwise looked'),
    places.map((place) => `- **${escapeMarkdown(place.name)}**: ${placeWords(place)}`),
    ...(lmStudio ? [say('## LM Studio'), lmStudioWords(lmStudio)] : []),
    ...(keys.length > 0 ? [say('## Keys in your environment'), ...keys] : []),
  ]
    .map((part) => (typeof part === 'string' ? part : part.join('\n')))
    .join('\n\n');
}

/** The same in one line. */
export function readyStatus({ tiers }: Pick<Readiness, 'tiers'>): string {
  const ready = tiers.filter(({ isReady }) => isReady);
  if (ready.length === 0) return say('No tier has a model yet');
  if (ready.length === tiers.length) return say('Every tier has a model');
  return say('{0} of {1} tiers have a model', ready.length, tiers.length);
}

function nextStep(tiers: Readiness['tiers']): string {
  const ready = tiers.filter(({ isReady }) => isReady);
  if (ready.length === 0) {
    return say(
      'No tier has a model yet, so no task can run. Set a key, start a local model server, or try Tierwise with practice models, which need neither.',
    );
  }
  const missing = tiers.filter(({ isReady }) => !isReady).map(({ name }) => name);
  const task = say('Select some code and run **Tierwise: Explain** from the Command Palette.');
  if (missing.length === 0) return say('Every tier has a model. {0}', task);
  return say(
    'You can begin: {0} Without a model are {1}; work for such a tier goes to the next higher one that has a model.',
    task,
    escapeMarkdown(joined(missing, toSay('{0} and {1}'), say)),
  );
}

function placeWords({ state, takesKey }: FoundProvider): string {
  switch (state.state) {
    case 'noKey':
      return say('no key yet');
    case 'unavailable':
      return escapeMarkdown(state.why);
    case 'ready':
      return takesKey ? withModels(say('a key is set'), state) : withModels(say('ready'), state);
  }
}

function withModels(words: string, { models }: Extract<ProviderState, { state: 'ready' }>): string {
  if (!models) return words;
  if (models.size === 0) return say('answers, but offers no models');
  return say('{0}, with {1}', words, modelList([...models]));
}

function modelList(models: readonly string[]): string {
  const shown = models.slice(0, shownModels).map((name) => `\`${name.replaceAll('`', '')}\``);
  const more = models.length - shown.length;
  return more > 0 ? say('{0} and {1} more', shown.join(', '), more) : shown.join(', ');
}

function lmStudioWords(models: readonly string[]): string {
  return models.length === 0
    ? say(
        'A server answers at LM Studio’s usual address and offers no models yet. To use it, press *Add Provider…* and choose LM Studio.',
      )
    : say(
        'A server answers at LM Studio’s usual address and offers {0}. To use it, press *Add Provider…* and choose LM Studio.',
        modelList(models),
      );
}

function offerWords({ variable, name, baseUrl }: OfferedKey): string {
  const { origin } = new URL(baseUrl);
  return say(
    '`{0}` is set. Tierwise has not read it. If you want to use it for {1}, press *{2}*: Tierwise then copies it into VS Code’s secret storage and sends it to {3} only.',
    variable,
    escapeMarkdown(name),
    offerLabel({ variable }),
    origin,
  );
}

function serviceWords({ variable, name }: KeyOfService): string {
  return say(
    '`{0}` is set. Tierwise has not read it. To use it for {1}, press *Add Provider…* and choose {1}: an empty key there means this one.',
    variable,
    escapeMarkdown(name),
  );
}

/** The label of the button that takes a key from the environment. */
export function offerLabel({ variable }: Pick<OfferedKey, 'variable'>): string {
  return say('Use {0}…', variable);
}
