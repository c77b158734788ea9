export const wires = ['anthropic', 'openai', 'openaiCompatible', 'openaiDecisions'] as const;
/** The wire format that a provider speaks; `openaiDecisions` can only judge and classify. */
export type ApiFormat = (typeof wires)[number];

export const authSchemes = ['bearer', 'x-api-key', 'both', 'none'] as const;
/** The headers that carry the key; `none` needs no key. */
export type AuthScheme = (typeof authSchemes)[number];

/** A provider as it is configured. */
export interface ProviderConfig {
  readonly id: string;
  /** The name that people read. */
  readonly name: string;
  readonly wire: ApiFormat;
  readonly baseUrl: string;
  /** Omitted for the usual way of the wire and the origin. */
  readonly auth?: AuthScheme;
  /** Whether to ask the server for its models before choosing one. */
  readonly discover: boolean;
  /** Whether this is a practice server, whose answers and costs are not real. */
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
