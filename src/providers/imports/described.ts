import { isSecretHeader, keyInAddress } from '../http/authHeaders.ts';
import { checkEndpoint } from '../http/checkEndpoint.ts';
import { readBaseUrl } from '../http/baseUrl.ts';
import { hostOf, isLoopback, isPrivate } from '../http/hosts.ts';
import { objectOf } from '../http/json.ts';
import { mayAnswer } from '../lists/listedKinds.ts';
import type { WrittenEntry } from '../presets/entries.ts';
import { withUsualPath } from '../presets/address.ts';
import type { Preset } from '../presets/preset.ts';
import { presetAt } from '../presets/presets.ts';
import { type ApiFormat, builtInProviders } from '../providerConfig.ts';
import { addProvider, type Collected, idFrom } from './imported.ts';

/** A model as another program's file describes it, in the same words for all of them. */
export interface DescribedModel {
  /** Where it stands in the file, for people. */
  readonly where: string;
  /** The name that calls take. */
  readonly model: string | undefined;
  /** The service that is named; undefined where the file names none, or one without a preset. */
  readonly service: Preset | undefined;
  /** The name of the service as the file has it, for people. */
  readonly serviceName: string;
  /** Its address as the file has it; undefined for that of the service. */
  readonly address?: unknown;
  /** Omitted for that of the service. */
  readonly wire?: ApiFormat | undefined;
  /** What people called the server. */
  readonly name?: string | undefined;
  /** Whether the file says that it has a key; none is read. Undefined where its keys are kept elsewhere. */
  readonly hasKey: boolean | undefined;
  readonly headers?: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Adds a model with its provider, or says why not. */
export function addDescribed(
  described: DescribedModel,
  collected: Collected,
  taken: ReadonlySet<string>,
): void {
  const { where, model = '', facts } = described;
  const leaveOut = (why: string) => void collected.notImported.push({ where, why });
  if (model === '') return leaveOut('It names no model: write its name.');
  if (model.includes('*')) {
    return leaveOut('It names no single model: add its server with Tierwise: Add Provider….');
  }
  if (!mayAnswer(model, {})) return leaveOut('A model of this kind cannot answer a prompt.');
  const placed = placeOf(described);
  if ('problem' in placed) return leaveOut(placed.problem);
  const headers = headersIn(described, collected);
  const provider = addPlace(placed, headers, collected, taken);
  const reference = `${provider}/${model}`;
  // Of two places, the first says more.
  if (!collected.models.has(reference)) collected.models.set(reference, facts);
}

/** Adds a service with one address for all, and returns its id. */
export function addService(
  service: Preset,
  collected: Collected,
  taken: ReadonlySet<string>,
): string {
  const placed = usualPlace(service, true);
  return 'problem' in placed ? service.id : addPlace(placed, {}, collected, taken);
}

interface NewPlace {
  readonly wanted: string;
  readonly entry: WrittenEntry;
  readonly needsKey: boolean;
  /** It is the only one of its kind, so one that is there already is meant. */
  readonly isOnly?: boolean;
}

type Placed =
  | NewPlace
  | { readonly builtIn: string; readonly needsKey: boolean }
  | { readonly problem: string };

function addPlace(
  placed: Exclude<Placed, { readonly problem: string }>,
  headers: WrittenEntry,
  collected: Collected,
  taken: ReadonlySet<string>,
): string {
  const provider =
    'builtIn' in placed
      ? placed.builtIn
      : placed.isOnly && taken.has(placed.wanted)
        ? placed.wanted
        : addProvider(collected, placed.wanted, { ...placed.entry, ...headers }, taken);
  if (placed.needsKey) collected.needKey.add(provider);
  return provider;
}

function placeOf(described: DescribedModel): Placed {
  const { service, serviceName, address } = described;
  if (address === undefined || address === null || address === '') {
    return service ? usualPlace(service, described.hasKey) : { problem: noService(serviceName) };
  }
  if (typeof address !== 'string') {
    // Without it, the request would go to the service itself.
    return { problem: `It is no address: ${JSON.stringify(address)}. Write it out.` };
  }
  if (/^os\.environ\/|\$|\{env:|\{file:/.test(address)) {
    return { problem: `Its address is in the environment (${address}): write it out.` };
  }
  const known = presetAt(address);
  return known && isSame(known, address, described.wire)
    ? usualPlace(known, described.hasKey)
    : placeAt(address, described);
}

/** Why a service without an address is not taken. */
export function noService(name: string): string {
  return /copilot|^vscode/i.test(name)
    ? 'Tierwise uses these models through VS Code: name them `vscode/copilot/<family>` in a tier.'
    : `Tierwise has no preset for “${name}”. Write its address, or add it with Tierwise: Add Provider….`;
}

/** Whether an address is that of a preset: with the path of a call, or of the service's own API. */
function isSame(preset: Preset, address: string, wire = preset.wire): boolean {
  if (wire !== preset.wire || preset.address.kind !== 'fixed') return false;
  const read = readBaseUrl(address, wire);
  if ('problem' in read) return false;
  const [path, its] = [read.baseUrl, preset.address.baseUrl].map((each) => new URL(each).pathname);
  return its!.startsWith(path!) || path === `${its!.replace(/\/$/, '')}/v1`;
}

function usualPlace(preset: Preset, hasKey: boolean | undefined): Placed {
  const { id, name, wire, address, runs, key } = preset;
  const builtIn = builtInProviders.find((each) => each.id === id);
  if (builtIn) return { builtIn: id, needsKey: builtIn.auth !== 'none' };
  const baseUrl = address.kind === 'fixed' ? address.baseUrl : undefined;
  const usual = address.kind === 'server' ? address.usual : undefined;
  const at = baseUrl ?? usual;
  if (at === undefined) {
    return { problem: `It has no address: add ${name} with Tierwise: Add Provider….` };
  }
  const needsKey = key === 'needed' || (key === 'optional' && hasKey === true);
  const entry = {
    name,
    wire,
    baseUrl: at,
    ...(!needsKey && { auth: 'none' }),
    ...(runs === 'models' && { discover: true }),
  };
  return { wanted: id, entry, needsKey, isOnly: address.kind === 'fixed' };
}

/** A server of somebody's own. */
export function placeAt(
  address: string,
  described: Pick<DescribedModel, 'service' | 'name' | 'wire' | 'hasKey'>,
): NewPlace | { readonly problem: string } {
  const { service, name } = described;
  const wire = described.wire ?? wireIn(address, service);
  const needsKey = needsKeyAt(address, described);
  const wrong = checkEndpoint(address, { plainHttp: !needsKey }) ?? keyInAddress(address);
  if (wrong !== undefined)
    return { problem: `Its address “${shown(address)}” is not taken. ${wrong}` };
  const read = readBaseUrl(pathOf(address, service), wire);
  if ('problem' in read) return { problem: read.problem };
  const url = new URL(read.baseUrl);
  const isPlain = url.protocol === 'http:' && !isLoopback(hostOf(url));
  const kind = service && service.id !== 'server' ? service : undefined;
  const entry = {
    name: name ?? (kind ? `${kind.name} (${url.host})` : url.host),
    wire,
    baseUrl: read.baseUrl,
    ...(needsKey ? kind?.auth && { auth: kind.auth } : { auth: 'none' }),
    ...(kind?.runs === 'models' && { discover: true }),
    ...(isPlain && !needsKey && { plainHttp: true }),
    ...(kind?.runs === 'gateway' && { local: false }),
  };
  const label = hostOf(url).split('.')[0] ?? '';
  return { wanted: idFrom(name ?? [kind?.id, label].filter(Boolean).join('-')), entry, needsKey };
}

/** Without what may be secret in it. */
function shown(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//…@').replace(/\?.*/, '?…');
}

/** The wire that the path of a call shows. */
export function wireIn(address: string, service?: Preset): ApiFormat {
  if (/\/messages\/?$/.test(address) || service?.wire === 'anthropic') return 'anthropic';
  return /\/responses\/?$/.test(address) ? 'openai' : 'openaiCompatible';
}

/** A file that keeps its keys elsewhere does not say whether a server wants one: those of the internet do. */
function needsKeyAt(
  address: string,
  { service, hasKey }: Pick<DescribedModel, 'service' | 'hasKey'>,
): boolean {
  if (service?.key === 'none') return false;
  if (hasKey !== undefined) return hasKey;
  const host = URL.canParse(address) ? hostOf(new URL(address)) : '';
  return !isLoopback(host) && !isPrivate(host);
}

/** With the path that programs append by themselves; at Azure, the deployment is the model. */
function pathOf(address: string, service: Preset | undefined): string {
  if (!service) return address;
  const isDeployment = service.id === 'azure' && /\/openai\/deployments\//.test(address);
  return withUsualPath(service, isDeployment ? new URL(address).origin : address);
}

function headersIn({ where, headers }: DescribedModel, { notImported }: Collected): WrittenEntry {
  const plain: Record<string, string> = {};
  for (const [header, value] of Object.entries(objectOf(headers) ?? {})) {
    if (typeof value === 'string' && !isSecretHeader(header) && !isSecretValue(value)) {
      plain[header] = value;
    } else {
      const why = 'Settings are no place for secrets: run Tierwise: Set Secret Header….';
      notImported.push({ where: `${where} › ${header}`, why });
    }
  }
  return Object.keys(plain).length > 0 ? { headers: plain } : {};
}

/** A value that is a key by its look, or that the program takes from the environment. */
function isSecretValue(value: string): boolean {
  return /^(?:bearer|basic)\s|^sk-|os\.environ|\$|\{env:/i.test(value);
}

/** What people write where a program asks for a key that a server does not want. */
const noKeys =
  /^(?:none|null|empty|dummy|fake|ollama|lm-?studio|llama\.?cpp|vllm|local|x+|anything|no-?key|sk-no-key-required|not-?(?:needed|required|used)|no-auth-needed)$/i;

/** Whether a file's field holds a key, or the place of one; undefined where that is not known. */
export function keyIn(written: unknown): true | undefined {
  const isKey =
    typeof written === 'string' && written.trim() !== '' && !noKeys.test(written.trim());
  return isKey || undefined;
}
