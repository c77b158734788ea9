import { originOf } from '../http/checkEndpoint.ts';
import type { ErrorContext } from '../http/errors/classifyError.ts';
import type { Connection } from '../http/connection.ts';
import { ProviderError } from '../providerError.ts';

/** Whose error a line of results is. Such lines hold no key, and their words are shown to the key's owner. */
export function contextOf({ name, id, baseUrl, now }: Connection): ErrorContext {
  return { provider: name ?? id, origin: originOf(baseUrl), now, clean: (words) => words };
}

/** A result that cannot be read. It may have been charged for. */
export function noAnswer(
  connection: Connection,
  message = 'The result of a batch does not follow the protocol.',
): ProviderError {
  const { provider, origin } = contextOf(connection);
  return new ProviderError({ kind: 'malformed', provider, origin, message });
}
