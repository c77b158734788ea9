export const wires = ['anthropic', 'openai', 'openaiCompatible', 'openaiDecisions'] as const;
/** Which wire format a provider speaks; `openaiDecisions` can only judge and classify. */
export type ApiFormat = (typeof wires)[number];

export const authSchemes = ['bearer', 'x-api-key', 'both', 'none'] as const;
/** How the key travels; `none` needs no key. */
export type AuthScheme = (typeof authSchemes)[number];

/** A provider as it is configured. */
export interface ProviderConfig {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly wire: ApiFormat;
  readonly baseUrl: string;
  /** Left out: the way that is usual for the wire and the origin. */
  readonly auth?: AuthScheme;
  /** Ask the server which models it has before choosing one of them. */
  readonly discover: boolean;
  /** A practice server: nothing it says or costs is real. */
  readonly simulated: boolean;
}

export const builtInProviders: readonly ProviderConfig[] = [
  {
    id: 'anthropic',
    name: 'Anthropic',
    wire: 'anthropic',
    baseUrl: 'https://api.anthropic.com',
    discover: false,
    simulated: false,
  },
  {
    id: 'openai',
    name: 'OpenAI',
    wire: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    discover: false,
    simulated: false,
  },
  {
    id: 'ollama',
    name: 'Ollama',
    wire: 'openaiCompatible',
    baseUrl: 'http://127.0.0.1:11434/v1',
    auth: 'none',
    discover: true,
    simulated: false,
  },
];
