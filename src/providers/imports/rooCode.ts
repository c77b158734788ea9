import { type Json, objectOf, textOf } from '../http/json.ts';
import { addDescribed, keyIn } from './described.ts';
import { factsOf, pricesOf } from './facts.ts';
import { type Collected, type ImportOptions, leaveOut } from './imported.ts';
import { serviceNamed } from './services.ts';

/*
 * What Roo Code and Kilo Code export: `providerProfiles.apiConfigs`, each with an `apiProvider` and fields whose names
 * begin with it, such as `openRouterModelId` and `ollamaBaseUrl` (docs.roocode.com/features/settings-management,
 * 2026-11). The export has its keys in clear text, and none of them is read.
 */

export function isRooCode(file: Json): boolean {
  return profilesIn(file) !== undefined;
}

/** Cline, from which both come, has the fields of one profile at the top of its file. */
function profilesIn(file: Json): Json | undefined {
  const profiles = objectOf(objectOf(file['providerProfiles'])?.['apiConfigs']);
  return profiles ?? (textOf(file['apiProvider']) === undefined ? undefined : { Cline: file });
}

export function readRooCode(file: Json, collected: Collected, options: ImportOptions): void {
  for (const [name, profile] of Object.entries(profilesIn(file) ?? {})) {
    addProfile(name, objectOf(profile) ?? {}, collected, options);
  }
  if (file['providerProfiles'] === undefined) return;
  leaveOut(
    file,
    ['providerProfiles'],
    'Settings of that extension have no counterpart.',
    collected,
  );
}

function addProfile(
  name: string,
  profile: Json,
  collected: Collected,
  options: ImportOptions,
): void {
  const provider = textOf(profile['apiProvider']) ?? '';
  // Its `openai` is any server that speaks as OpenAI does.
  const isAny = provider === 'openai';
  const info = objectOf(profile['openAiCustomModelInfo']) ?? {};
  addDescribed(
    {
      where: name,
      model: modelIn(profile, provider),
      service: serviceNamed(isAny ? 'server' : provider),
      serviceName: provider,
      address: fieldOf(profile, provider, 'BaseUrl'),
      name: isAny ? name : undefined,
      hasKey: keyIn(fieldOf(profile, provider, 'ApiKey') ?? profile['apiKey']),
      headers: isAny ? profile['openAiHeaders'] : undefined,
      facts: isAny ? factsIn(info, options) : {},
    },
    collected,
    options.taken,
  );
}

function modelIn(profile: Json, provider: string): string | undefined {
  const ofVscode = objectOf(profile['vsCodeLmModelSelector'])?.['family'];
  const own = fieldOf(profile, provider, 'ModelId');
  return textOf(own) ?? textOf(profile['apiModelId']) ?? textOf(ofVscode);
}

/** A field of the profile's own provider. Fields of those that were used before stay in the profile. */
function fieldOf(profile: Json, provider: string, ending: string): unknown {
  const wanted = `${provider.replaceAll('-', '')}${ending}`.toLowerCase();
  const [, value] = Object.entries(profile).find(([key]) => key.toLowerCase() === wanted) ?? [];
  return value;
}

function factsIn(info: Json, options: ImportOptions): Readonly<Record<string, unknown>> {
  return factsOf({
    contextTokens: info['contextWindow'],
    maxOutputTokens: info['maxTokens'],
    images: info['supportsImages'],
    prices: pricesOf(info, { input: 'inputPrice', output: 'outputPrice' }, options),
  });
}
