import { hostOf, isLoopback } from '../http/hosts.ts';
import { arrayOf, countOf, type Json, objectOf, textOf } from '../http/json.ts';
import { presetNamed } from '../presets/presets.ts';
import type { ApiFormat } from '../providerConfig.ts';
import { addDescribed, addService, noService, placeAt, wireIn } from './described.ts';
import { factsOf } from './facts.ts';
import {
  addProvider,
  type Collected,
  type ImportedProviders,
  nothingCollected,
} from './imported.ts';
import { serviceNamed } from './services.ts';

/*
 * VS Code's `chatLanguageModels.json`: an array of groups, each of a vendor. Groups of `customendpoint` (before
 * 1.122 `customoai`) name for each model the address and, as `apiType`, its wire. Keys are references to VS
 * Code's own secret storage, such as `${input:chat.lm.secret.…}`. As code.visualstudio.com/docs/agent-customization/
 * language-models and microsoft/vscode#289003 show it, read 2026-11-30.
 */

const wireOf: Readonly<Record<string, ApiFormat>> = {
  'chat-completions': 'openaiCompatible',
  responses: 'openai',
  messages: 'anthropic',
};

const ownEndpoints: ReadonlySet<string> = new Set(['customendpoint', 'customoai', 'azure']);

/**
 * Reads the parsed file. `taken` are ids of providers that are there already and that are not to be changed.
 * Never throws.
 */
export function importChatLanguageModels(
  value: unknown,
  taken: ReadonlySet<string>,
): ImportedProviders {
  const collected = nothingCollected();
  if (!Array.isArray(value)) {
    collected.notImported.push({
      where: 'the file',
      why: 'It is no list of models of VS Code, which is an array of groups.',
    });
    return collected;
  }
  if (value.length === 0) {
    collected.notImported.push({ where: 'the file', why: 'Its list of groups is empty.' });
  }
  for (const group of value) importGroup(objectOf(group) ?? {}, collected, taken);
  return collected;
}

function importGroup(group: Json, collected: Collected, taken: ReadonlySet<string>): void {
  const vendor = textOf(group['vendor']) ?? '';
  const name = (textOf(group['name']) ?? vendor) || 'a group';
  if (group['settings'] !== undefined) {
    const why = 'Write an effort behind a model in `tierwise.tiers`, such as `openai/gpt-x@high`.';
    collected.notImported.push({ where: `${name} › settings`, why });
  }
  const models = arrayOf(group['models']).map((model) => objectOf(model) ?? {});
  const service = serviceNamed(vendor);
  if (ownEndpoints.has(vendor)) {
    if (models.length === 0) collected.notImported.push({ where: name, why: 'It names no model.' });
    for (const model of models) importOwn({ group, name, model }, collected, taken);
  } else if (service?.address.kind === 'fixed') {
    const provider = addService(service, collected, taken);
    for (const model of models) {
      const id = textOf(model['id']);
      if (id !== undefined) collected.models.set(`${provider}/${id}`, factsIn(model));
    }
  } else if (vendor === 'ollama') importOllama(group, name, collected, taken);
  else collected.notImported.push({ where: name, why: noService(vendor) });
}

/** A server without models in the file: it lists them itself. */
function importOllama(
  group: Json,
  name: string,
  collected: Collected,
  taken: ReadonlySet<string>,
): void {
  const address = textOf(group['url']) ?? 'http://127.0.0.1:11434';
  const placed = placeAt(address, {
    service: presetNamed('ollama'),
    name,
    hasKey: false,
  });
  if ('problem' in placed) {
    collected.notImported.push({ where: name, why: placed.problem });
    return;
  }
  const url = new URL(String(placed.entry['baseUrl']));
  if (url.port === '11434' && isLoopback(hostOf(url))) {
    const why = 'It needs no entry: Tierwise finds Ollama at its usual address by itself.';
    collected.notImported.push({ where: name, why });
    return;
  }
  addProvider(collected, 'ollama-server', placed.entry, taken);
}

interface OwnModel {
  readonly group: Json;
  readonly name: string;
  readonly model: Json;
}

function importOwn(
  { group, name, model }: OwnModel,
  collected: Collected,
  taken: ReadonlySet<string>,
): void {
  const id = textOf(model['id']);
  const where = `${name} › ${id ?? 'a model'}`;
  const url = textOf(model['url']) ?? textOf(group['url']);
  const type = textOf(model['apiType']) ?? textOf(group['apiType']);
  const leave = (why: string) => void collected.notImported.push({ where, why });
  if (id === undefined || url === undefined) return leave('It has no `id` or no `url`.');
  const wire = type === undefined ? wireIn(url) : wireOf[type];
  if (wire === undefined) return leave(`Tierwise knows no API “${type}”.`);
  addDescribed(
    {
      where,
      model: id,
      service: group['vendor'] === 'azure' ? presetNamed('azure') : undefined,
      serviceName: name,
      address: withVersion(url, wire),
      wire,
      name,
      hasKey: textOf(group['apiKey']) !== undefined,
      headers: model['requestHeaders'],
      facts: factsIn(model),
    },
    collected,
    taken,
  );
}

/** VS Code appends `/v1` to a bare host, and takes a path of a call as it is. */
function withVersion(url: string, wire: ApiFormat): string {
  const isBare = URL.canParse(url) && new URL(url).pathname === '/';
  return isBare && wire !== 'anthropic' ? `${url.replace(/\/$/, '')}/v1` : url;
}

function factsIn(model: Json): Readonly<Record<string, unknown>> {
  const [input, output] = [countOf(model['maxInputTokens']), countOf(model['maxOutputTokens'])];
  const sum = input !== undefined && output !== undefined ? input + output : undefined;
  return factsOf({
    name: model['name'],
    contextTokens: countOf(model['contextWindow']) ?? sum,
    maxOutputTokens: output,
    tools: model['toolCalling'],
    images: model['vision'],
    reasoning: model['thinking'],
  });
}
