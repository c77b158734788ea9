import { hostOf } from '../../providers/http/hosts.ts';
import type { ProviderConfig } from '../../providers/providerConfig.ts';
import { own } from '../../routing/input/objects.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The usual name of a key's variable, by the host that the key is for: a provider at any other address never
 * gets it. Seen at aider.chat/docs/config/api-keys.html and in `.env.example` files of public repositories on
 * 2026-11-29.
 */
const usualNames: Readonly<Record<string, string>> = {
  'api.anthropic.com': 'ANTHROPIC_API_KEY',
  'api.openai.com': 'OPENAI_API_KEY',
  'openrouter.ai': 'OPENROUTER_API_KEY',
  'generativelanguage.googleapis.com': 'GEMINI_API_KEY',
  'api.mistral.ai': 'MISTRAL_API_KEY',
  'api.groq.com': 'GROQ_API_KEY',
  'api.deepseek.com': 'DEEPSEEK_API_KEY',
  'api.x.ai': 'XAI_API_KEY',
};

/** The names of variables that may hold the key of a provider; the first that is set counts. */
export function keyNamesOf({ id, baseUrl }: Pick<ProviderConfig, 'id' | 'baseUrl'>): string[] {
  const usual = own(usualNames, hostOf(new URL(baseUrl)));
  const ownName = `TIERWISE_KEY_${id.toUpperCase().replaceAll('-', '_')}`;
  return usual === undefined ? [ownName] : [ownName, usual];
}

/** The key of a provider; undefined without one. */
export function keyFrom(env: Environment, config: ProviderConfig): string | undefined {
  if (config.auth === 'none') return undefined;
  const found = keyNamesOf(config).find((name) => (env[name] ?? '').trim() !== '');
  return found === undefined ? undefined : env[found]!.trim();
}
