import * as z from 'zod';
import { defined } from '../routing/input/objects.ts';
import { type InputProblem, problemsOf } from '../routing/input/problems.ts';
import { checkEndpoint } from './http/checkEndpoint.ts';
import {
  authSchemes,
  builtInProviders,
  type ProviderConfig,
  type ApiFormat,
  wires,
} from './providerConfig.ts';

const idPattern = /^[a-z0-9][a-z0-9-]*$/;
const provider = z.strictObject({
  name: z.string().min(1).optional(),
  wire: z.enum(wires, `Write one of ${wires.join(', ')}.`).optional(),
  baseUrl: z.string('Write the base URL of the server.').optional(),
  auth: z.enum(authSchemes, `Write one of ${authSchemes.join(', ')}.`).optional(),
  discover: z.boolean('Write true or false.').optional(),
  simulated: z.boolean('Write true or false.').optional(),
});

/** The built-in providers, overridden by the `tierwise.providers` setting. A faulty entry is skipped. */
export function parseProviders(written: unknown): {
  providers: ProviderConfig[];
  problems: InputProblem[];
} {
  const providers = new Map(builtInProviders.map((config) => [config.id, config]));
  const problems: InputProblem[] = [];
  for (const [id, entry] of Object.entries((written as Record<string, unknown> | null) ?? {})) {
    const { config, found } = parseProvider(id, entry, providers.get(id));
    problems.push(...found);
    if (config) providers.set(id, config);
    else providers.delete(id);
  }
  return { providers: [...providers.values()], problems };
}

function parseProvider(
  id: string,
  entry: unknown,
  builtIn: ProviderConfig | undefined,
): { config?: ProviderConfig; found: InputProblem[] } {
  if (!idPattern.test(id) || id === 'vscode') {
    const message = `"${id}" cannot be a provider's id. Use small letters, digits and dashes; "vscode" is taken.`;
    return { found: [{ path: [id], message }] };
  }
  const parsed = provider.safeParse(entry);
  if (!parsed.success) return { found: problemsOf(parsed.error, [id]) };
  const { wire, baseUrl } = { ...builtIn, ...defined(parsed.data) };
  if (!wire || !baseUrl) {
    const key = wire ? 'baseUrl' : 'wire';
    return { found: [{ path: [id], message: `The provider "${id}" needs \`${key}\`.` }] };
  }
  const wrongEndpoint = checkEndpoint(baseUrl) ?? checkPath(wire, baseUrl);
  if (wrongEndpoint) return { found: [{ path: [id, 'baseUrl'], message: wrongEndpoint }] };
  const defaults = { name: id, discover: false, simulated: false } as const;
  const config = { ...defaults, ...builtIn, ...defined(parsed.data), id, wire, baseUrl };
  return { config, found: [] };
}

// Anthropic's SDK adds the version to the address by itself.
function checkPath(wire: ApiFormat, baseUrl: string): string | undefined {
  return wire === 'anthropic' && /\/v1\/?$/.test(baseUrl)
    ? 'Leave out /v1 at the end: it is added for this wire.'
    : undefined;
}
