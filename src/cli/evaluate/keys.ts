import { pastedKey } from '../../providers/http/pastedKey.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { usualKeyNames } from '../../providers/usualKeyNames.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The names of variables that may hold the key of a provider; the first that is set counts. */
export function keyNamesOf({ id, baseUrl }: Pick<ProviderConfig, 'id' | 'baseUrl'>): string[] {
  const ownName = `TIERWISE_KEY_${id.toUpperCase().replaceAll('-', '_')}`;
  return [ownName, ...usualKeyNames(baseUrl)];
}

/** The key of a provider; undefined without one. */
export function keyFrom(env: Environment, config: ProviderConfig): string | undefined {
  if (config.auth === 'none') return undefined;
  const found = keyNamesOf(config).find((name) => (env[name] ?? '').trim() !== '');
  return found === undefined ? undefined : pastedKey(env[found]!);
}
