import { type Catalog, modelOf } from '../models/catalog.ts';
import type { Model, ModelReference } from '../models/model.ts';
import { type ServerWindow, spellingsOf } from '../models/serverWindow.ts';
import type { ProviderFacts } from '../situation.ts';

/**
 * The catalog with each model's window as its server runs it. A smaller window in the user's settings
 * stays, because it is what the user wants; a larger one cannot come true.
 */
export function fitToServers(
  catalog: Catalog,
  providers: ReadonlyMap<string, Pick<ProviderFacts, 'state'>>,
): Catalog {
  const fitted = new Map(catalog);
  for (const [provider, { state }] of providers) {
    if (state.state !== 'ready') continue;
    for (const [name, window] of state.windows ?? []) {
      for (const id of spellingsOf(name)) {
        const reference: ModelReference = `${provider}/${id}`;
        fitted.set(reference, withWindow(modelOf(catalog, reference, false), window));
      }
    }
  }
  return fitted;
}

function withWindow(model: Model, { contextTokens, server }: ServerWindow): Model {
  return {
    ...model,
    contextTokens: Math.min(contextTokens, model.contextTokens ?? contextTokens),
    ...(server && { server }),
  };
}
