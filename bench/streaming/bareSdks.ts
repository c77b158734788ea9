import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { ApiFormat } from '../../src/providers/providerConfig.ts';

/** Makes one call and resolves to the milliseconds until its first text. */
export type FirstText = () => Promise<number>;

// The Decisions API streams nothing.
export type StreamedWire = Exclude<ApiFormat, 'openaiDecisions'>;

/** The path of each wire's base URL. */
export const paths: Record<StreamedWire, string> = {
  anthropic: '',
  openai: '/openai/v1',
  openaiCompatible: '/compatible/v1',
};

export interface BareMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** The providers' own SDKs, which send the same messages and nothing else. */
export function bareSdks(
  url: string,
  model: string,
  messages: readonly BareMessage[],
): Record<StreamedWire, FirstText> {
  const options = { apiKey: 'key', maxRetries: 0 };
  const anthropic = new Anthropic({ ...options, baseURL: url + paths.anthropic });
  const openai = new OpenAI({ ...options, baseURL: url + paths.openai });
  const compatible = new OpenAI({ ...options, baseURL: url + paths.openaiCompatible });
  return {
    anthropic: () =>
      timeToText(
        () =>
          anthropic.messages.create({
            model,
            messages: [...messages],
            max_tokens: 500,
            stream: true,
          }),
        (event) => event.type === 'content_block_delta',
      ),
    openai: () =>
      timeToText(
        () => openai.responses.create({ model, input: [...messages], stream: true }),
        (event) => event.type === 'response.output_text.delta',
      ),
    openaiCompatible: () =>
      timeToText(
        () => compatible.chat.completions.create({ model, messages: [...messages], stream: true }),
        (chunk) => Boolean(chunk.choices[0]?.delta.content),
      ),
  };
}

async function timeToText<Event>(
  ask: () => PromiseLike<AsyncIterable<Event>>,
  isText: (event: Event) => boolean,
): Promise<number> {
  const started = performance.now();
  let firstText: number | undefined;
  for await (const event of await ask()) {
    if (isText(event)) firstText ??= performance.now() - started;
  }
  return firstText!;
}
