import * as z from 'zod';
import { defined, isRecord } from '../routing/input/objects.ts';
import type { InputProblem } from '../routing/input/problems.ts';
import { readShape } from '../routing/input/readShape.ts';
import { headerProblem, isSecretHeader } from './http/authHeaders.ts';
import { readBaseUrl } from './http/baseUrl.ts';
import { checkEndpoint } from './http/checkEndpoint.ts';
import { authSchemes, builtInProviders, type ProviderConfig, wires } from './providerConfig.ts';
import { inEnglish, type Say, toSay } from '../routing/say.ts';

const idPattern = /^[a-z0-9][a-z0-9-]*$/;
/** Longer than any answer takes; a typing mistake in the number is noticed. */
const mostSeconds = 24 * 60 * 60;
const seconds = z
  .number(toSay('Write a number of seconds.'))
  .gt(0, toSay('Write more than 0 seconds.'))
  .max(mostSeconds, toSay('Write at most 86400 seconds, which is a day.'))
  .optional();
const timeouts = z.strictObject(
  {
    connectSeconds: seconds,
    firstByteSeconds: seconds,
    silenceSeconds: seconds,
    totalSeconds: seconds,
  },
  {
    error: toSay(
      'Write an object with `connectSeconds`, `firstByteSeconds`, `silenceSeconds` and `totalSeconds`, all optional.',
    ),
  },
);
const provider = z.strictObject({
  name: z.string().min(1).optional(),
  wire: z.enum(wires).optional(),
  baseUrl: z.string(toSay('Write the base URL of the server.')).optional(),
  auth: z.enum(authSchemes).optional(),
  discover: z.boolean(toSay('Write true or false.')).optional(),
  simulated: z.boolean(toSay('Write true or false.')).optional(),
  plainHttp: z.boolean(toSay('Write true or false.')).optional(),
  headers: z
    .record(
      z.string(),
      z.string(toSay('Write a text.')),
      toSay('Write an object of names and texts.'),
    )
    .optional(),
  local: z
    .literal(
      false,
      toSay(
        'Write false, or leave it out: only the address of a server, or `tierwise.localHosts`, makes it local.',
      ),
    )
    .optional(),
  timeouts: timeouts.optional(),
});
type Written = z.infer<typeof provider>;

/**
 * The built-in providers, overridden by the `tierwise.providers` setting. A faulty entry is skipped; a
 * built-in provider whose override is faulty stays as it was shipped.
 */
export function parseProviders(
  written: unknown,
  say: Say = inEnglish,
): {
  providers: ProviderConfig[];
  problems: InputProblem[];
} {
  const providers = new Map(builtInProviders.map((config) => [config.id, config]));
  const problems: InputProblem[] = [];
  const entries = isRecord(written) ? written : {};
  if (written !== undefined && written !== null && !isRecord(written)) {
    const message = say(
      'Write an object of providers by their ids, such as { "lmstudio": { "wire": "openaiCompatible", "baseUrl": "…" } }.',
    );
    problems.push({ path: [], message });
  }
  for (const [id, entry] of Object.entries(entries)) {
    const builtIn = providers.get(id);
    const { config, found } = keyIn(id, entry, say) ?? parseProvider(id, entry, { builtIn, say });
    problems.push(...(builtIn ? found.map((each) => keepsBuiltIn(each, say)) : found));
    if (config) providers.set(id, config);
  }
  return { providers: [...providers.values()], problems };
}

const secretName = /^(api[-_]?)?(key|token|secret)$/i;
const keyInSettings = toSay(
  'Take this key out of your settings, which are no place for secrets, and set it with the command Tierwise: Set API Key….',
);

function keyIn(
  id: string,
  entry: unknown,
  say: Say,
): { config?: undefined; found: InputProblem[] } | undefined {
  const key = isRecord(entry) && Object.keys(entry).find((each) => secretName.test(each));
  return key ? { found: [{ path: [id, key], message: say(keyInSettings) }] } : undefined;
}

function keepsBuiltIn({ path, message }: InputProblem, say: Say): InputProblem {
  return { path, message: say('{0} Until then, the built-in provider is used.', message) };
}

function parseProvider(
  id: string,
  entry: unknown,
  { builtIn, say }: { readonly builtIn: ProviderConfig | undefined; readonly say: Say },
): { config?: ProviderConfig; found: InputProblem[] } {
  if (!idPattern.test(id) || id === 'vscode') {
    const message = say(
      '"{0}" cannot be the id of a provider. Use small letters, digits and dashes; "vscode" is taken.',
      id,
    );
    return { found: [{ path: [id], message }] };
  }
  const parsed = readShape(provider, entry, [id], { say });
  if (!parsed.success) return { found: parsed.problems };
  const { wire, baseUrl, auth, plainHttp = false } = { ...builtIn, ...defined(parsed.data) };
  if (!wire || !baseUrl) {
    const key = wire ? 'baseUrl' : 'wire';
    return { found: [{ path: [id], message: say('The provider "{0}" needs `{1}`.', id, key) }] };
  }
  const found = headerProblems(id, parsed.data, say);
  if (found.length > 0) return { found };
  const wrongEndpoint = checkEndpoint(baseUrl, { plainHttp: plainHttp && auth === 'none' }, say);
  if (wrongEndpoint) return { found: [{ path: [id, 'baseUrl'], message: wrongEndpoint }] };
  const read = readBaseUrl(baseUrl, wire, say);
  if ('problem' in read) return { found: [{ path: [id, 'baseUrl'], message: read.problem }] };
  const defaults = { name: id, discover: false, simulated: false } as const;
  const { timeouts: written, ...rest } = defined(parsed.data);
  const config = {
    ...defaults,
    ...builtIn,
    ...rest,
    ...(written && { timeouts: defined(written) }),
    id,
    wire,
    baseUrl: read.baseUrl,
  };
  return { config, found: [] };
}

function headerProblems(id: string, { headers = {} }: Written, say: Say): InputProblem[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const message = isSecretHeader(name)
      ? say(
          'Take this header out of your settings, which are no place for secrets, and set it with the command Tierwise: Set Secret Header….',
        )
      : headerProblem(name, value, say);
    return message === undefined ? [] : [{ path: [id, 'headers', name], message }];
  });
}
