import { hostOf, isLoopback } from './http/hosts.ts';
import type { ProviderConfig } from './providerConfig.ts';

/**
 * Whether a provider's models run on this machine: it needs no key, and its server on this machine lists the
 * models that it has. A gateway to paid models is none, unless its user says that it lists models.
 */
export function runsHere({ auth, discover, baseUrl }: ProviderConfig): boolean {
  return auth === 'none' && discover && isLoopback(hostOf(new URL(baseUrl)));
}
