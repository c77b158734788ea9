import { type Json, objectOf, textOf } from '../http/json.ts';
import type { ApiFormat } from '../providerConfig.ts';
import { addDescribed, keyIn } from './described.ts';
import { factsOf, pricesOf } from './facts.ts';
import { type Collected, type ImportOptions, leaveOut } from './imported.ts';
import { serviceNamed } from './services.ts';

/*
 * opencode's `opencode.json`: an object `provider` by ids, each with the SDK that speaks to it (`npm`), `options` and
 * `models`; `model`, `small_model` and its agents name what they begin with (opencode.ai/docs/providers and /config, 2026-11). Keys
 * are in the file, or in one of opencode's own.
 */

/** The wire of each SDK that takes any address. */
const wireOfSdk: Readonly<Record<string, ApiFormat>> = {
  '@ai-sdk/openai-compatible': 'openaiCompatible',
  '@ai-sdk/openai': 'openai',
  '@ai-sdk/anthropic': 'anthropic',
};

export function isOpencode(file: Json): boolean {
  return (
    objectOf(file['provider']) !== undefined ||
    textOf(file['$schema'])?.includes('opencode.ai') === true
  );
}

export function readOpencode(file: Json, collected: Collected, options: ImportOptions): void {
  const providers = objectOf(file['provider']) ?? {};
  for (const [id, written] of Object.entries(providers)) {
    const provider = objectOf(written) ?? {};
    const models = Object.entries(objectOf(provider['models']) ?? {});
    if (models.length === 0) {
      const why = 'It names no model: add its server with Tierwise: Add Provider….';
      collected.notImported.push({ where: id, why });
    }
    for (const [name, model] of models) {
      addModel({ id, provider, name, model: objectOf(model) ?? {} }, collected, options);
    }
  }
  for (const first of namedIn(file)) {
    const [id = '', ...rest] = first.split('/');
    const provider = objectOf(providers[id]) ?? {};
    const name = rest.join('/');
    const isListed = objectOf(provider['models'])?.[name] !== undefined;
    if (!isListed) addModel({ id, provider, name, model: {} }, collected, options);
  }
  const why = 'What opencode does itself, such as its agents and tools, has no counterpart.';
  leaveOut(file, ['provider', 'model', 'small_model'], why, collected);
}

/** The models that it and its agents begin with, each once. */
function namedIn(file: Json): ReadonlySet<string> {
  const agents = Object.values(objectOf(file['agent']) ?? {}).map((agent) => objectOf(agent));
  const named = [file['model'], file['small_model'], ...agents.map((agent) => agent?.['model'])];
  return new Set(named.flatMap((each) => textOf(each) ?? []));
}

interface OpencodeModel {
  readonly id: string;
  readonly provider: Json;
  readonly name: string;
  readonly model: Json;
}

function addModel(
  { id, provider, name, model }: OpencodeModel,
  collected: Collected,
  options: ImportOptions,
): void {
  const settings = objectOf(provider['options']) ?? {};
  const address = settings['baseURL'] ?? provider['api'];
  addDescribed(
    {
      where: `${id} › ${name}`,
      model: textOf(model['id']) ?? name,
      service: serviceNamed(id),
      serviceName: id,
      address,
      wire: address === undefined ? undefined : wireOfSdk[textOf(provider['npm']) ?? ''],
      name: textOf(provider['name']) ?? id,
      hasKey: keyIn(settings['apiKey']),
      headers: settings['headers'],
      facts: factsIn(model, options),
    },
    collected,
    options.taken,
  );
}

function factsIn(model: Json, options: ImportOptions): Readonly<Record<string, unknown>> {
  const limit = objectOf(model['limit']) ?? {};
  const names = {
    input: 'input',
    output: 'output',
    cacheRead: 'cache_read',
    cacheWrite: 'cache_write',
  } as const;
  return factsOf({
    name: model['name'],
    contextTokens: limit['context'],
    maxOutputTokens: limit['output'],
    tools: model['tool_call'],
    images: model['attachment'],
    reasoning: model['reasoning'],
    prices: pricesOf(objectOf(model['cost']) ?? {}, names, options),
  });
}
