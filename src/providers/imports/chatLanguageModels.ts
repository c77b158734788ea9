import { defined } from '../../routing/input/objects.ts';
import { isSecretHeader } from '../http/authHeaders.ts';
import { readBaseUrl } from '../http/baseUrl.ts';
import { hostOf, isLoopback } from '../http/hosts.ts';
import { arrayOf, countOf, type Json, objectOf, textOf } from '../http/json.ts';
import type { WrittenEntry } from '../presets/entries.ts';
import { presetNamed } from '../presets/presets.ts';
import { type ApiFormat, builtInProviders } from '../providerConfig.ts';
import {
  addProvider,
  type Collected,
  idFrom,
  type ImportedProviders,
  nothingCollected,
} from './imported.ts';

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

/** Vendors of VS Code whose address a preset knows. */
const presetOfVendor: Readonly<Record<string, string>> = {
  anthropic: 'anthropic',
  openai: 'openai',
  openrouter: 'openrouter',
  gemini: 'gemini',
  google: 'gemini',
  xai: 'xai',
  groq: 'groq',
  mistral: 'mistral',
  deepseek: 'deepseek',
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
  if (ownEndpoints.has(vendor)) {
    if (models.length === 0) collected.notImported.push({ where: name, why: 'It names no model.' });
    for (const model of models) importOwn({ group, name, model }, collected, taken);
    return;
  }
  const preset = presetNamed(presetOfVendor[vendor] ?? '');
  const address = preset?.address;
  if (preset && address?.kind === 'fixed') {
    const entry = { name: preset.name, wire: preset.wire, baseUrl: address.baseUrl };
    const isBuiltIn = builtInProviders.some(({ id }) => id === preset.id);
    if (!isBuiltIn && !taken.has(preset.id)) collected.providers.set(preset.id, entry);
    collected.needKey.add(preset.id);
    for (const model of models) addModel(preset.id, model, collected);
    return;
  }
  if (vendor === 'ollama') return importOllama(group, name, collected, taken);
  collected.notImported.push({ where: name, why: whyNot(vendor) });
}

function whyNot(vendor: string): string {
  if (vendor === 'copilot') {
    return 'Tierwise uses these models through VS Code: name them `vscode/copilot/<family>` in a tier.';
  }
  return `Tierwise knows no vendor “${vendor}”. Add its server with Tierwise: Add Provider…`;
}

function importOllama(
  group: Json,
  name: string,
  collected: Collected,
  taken: ReadonlySet<string>,
): void {
  const url = textOf(group['url']) ?? 'http://127.0.0.1:11434';
  const baseUrl = addressIn(url, 'openaiCompatible');
  if (baseUrl === undefined) {
    collected.notImported.push({ where: name, why: `Its address “${url}” cannot be read.` });
    return;
  }
  const isShipped = isLoopback(hostOf(new URL(baseUrl))) && new URL(baseUrl).port === '11434';
  if (isShipped) {
    const why = 'It needs no entry: Tierwise finds Ollama at its usual address by itself.';
    collected.notImported.push({ where: name, why });
    return;
  }
  const entry = { name, wire: 'openaiCompatible', baseUrl, auth: 'none', discover: true };
  addProvider(collected, 'ollama-server', { ...entry, ...plainness(baseUrl) }, taken);
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
  const type = textOf(model['apiType']) ?? textOf(group['apiType']) ?? typeIn(url ?? '');
  const wire = wireOf[type];
  if (id === undefined || url === undefined || wire === undefined) {
    const why =
      id === undefined || url === undefined
        ? 'It has no `id` or no `url`.'
        : `Tierwise knows no API “${type}”.`;
    collected.notImported.push({ where, why });
    return;
  }
  const baseUrl = addressIn(url, wire);
  if (baseUrl === undefined) {
    collected.notImported.push({ where, why: `Its address “${url}” cannot be read.` });
    return;
  }
  const hasKey = textOf(group['apiKey']) !== undefined;
  const headers = headersIn(where, model, collected);
  const entry: WrittenEntry = {
    name,
    wire,
    baseUrl,
    ...(hasKey ? textOf(group['vendor']) === 'azure' && { auth: 'api-key' } : { auth: 'none' }),
    ...(!hasKey && plainness(baseUrl)),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
  const provider = addProvider(collected, idFrom(name), entry, taken);
  if (hasKey) collected.needKey.add(provider);
  addModel(provider, model, collected);
}

/** The API that a full path shows; VS Code's own default is Chat Completions. */
function typeIn(url: string): string {
  if (url.endsWith('/responses')) return 'responses';
  return url.endsWith('/messages') ? 'messages' : 'chat-completions';
}

/** VS Code appends `/v1` to a bare host, and takes a path of a call as it is. */
function addressIn(url: string, wire: ApiFormat): string | undefined {
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) return undefined;
  const read = readBaseUrl(url, wire);
  if ('problem' in read) return undefined;
  const { pathname } = new URL(read.baseUrl);
  return pathname === '/' && wire !== 'anthropic' ? `${read.baseUrl}/v1` : read.baseUrl;
}

function plainness(baseUrl: string): WrittenEntry {
  const url = new URL(baseUrl);
  return url.protocol === 'http:' && !isLoopback(hostOf(url)) ? { plainHttp: true } : {};
}

function headersIn(where: string, model: Json, { notImported }: Collected): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [header, value] of Object.entries(objectOf(model['requestHeaders']) ?? {})) {
    if (typeof value === 'string' && !isSecretHeader(header)) headers[header] = value;
    else {
      const why = 'Settings are no place for secrets: run Tierwise: Set Secret Header….';
      notImported.push({ where: `${where} › requestHeaders › ${header}`, why });
    }
  }
  return headers;
}

function addModel(provider: string, model: Json, { models }: Collected): void {
  const id = textOf(model['id']);
  if (id === undefined) return;
  const [input, output] = [countOf(model['maxInputTokens']), countOf(model['maxOutputTokens'])];
  const sum = input !== undefined && output !== undefined ? input + output : undefined;
  const capabilities = defined({
    tools: flagOf(model['toolCalling']),
    images: flagOf(model['vision']),
    reasoning: flagOf(model['thinking']),
  });
  models.set(
    `${provider}/${id}`,
    defined({
      name: textOf(model['name']),
      contextTokens: positive(countOf(model['contextWindow']) ?? sum),
      maxOutputTokens: positive(output),
      capabilities: Object.keys(capabilities).length > 0 ? capabilities : undefined,
    }),
  );
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function positive(count: number | undefined): number | undefined {
  return count === 0 ? undefined : count;
}
