export const wires = ['anthropic', 'openai', 'openaiCompatible', 'openaiDecisions'] as const;
/** The wire format that a provider speaks; `openaiDecisions` can only judge and classify. */
export type ApiFormat = (typeof wires)[number];

export const authSchemes = ['bearer', 'x-api-key', 'api-key', 'both', 'none'] as const;
/** The headers that carry the key: `both` are bearer and x-api-key, `none` needs no key. */
export type AuthScheme = (typeof authSchemes)[number];

/** A provider as it is configured. */
export interface ProviderConfig {
  readonly id: string;
  /** The name that people read. */
  readonly name: string;
  readonly wire: ApiFormat;
  /** As the wire's SDK takes it; may end in a query, such as Azure's `?api-version=`. */
  readonly baseUrl: string;
  /** Omitted for the usual way of the wire and the origin. */
  readonly auth?: AuthScheme;
  /** Whether to ask the server for its models before choosing one. */
  readonly discover: boolean;
  /** Whether this is a practice server, whose answers and costs are not real. */
  readonly simulated: boolean;
  /** Headers that a gateway wants, by name in small letters; none of them is secret. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether prompts may go to a private address over plain http, where whoever is in the network can read them. */
  readonly plainHttp?: boolean;
  readonly timeouts?: Timeouts;
}

/** How long to wait for a provider, in seconds. What is omitted depends on the server and the model. */
export interface Timeouts {
  readonly connectSeconds?: number;
  /** From the request to the first byte of the answer: a local server may load a model first. */
  readonly firstByteSeconds?: number;
  /** Between two bytes of an answer: a model may think in silence. */
  readonly silenceSeconds?: number;
  /** For a whole answer. */
  readonly totalSeconds?: number;
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
