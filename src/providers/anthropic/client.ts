import type Anthropic from '@anthropic-ai/sdk';

import { noSdkTimeout, placeholderKey } from '../http/streamEvents.ts';

/** Anthropic's SDK, loaded on first use. Every option is set that it would read from the environment. */
export async function anthropicClient(
  baseUrl: string,
  fetch: typeof globalThis.fetch,
): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  return new Anthropic({
    apiKey: placeholderKey,
    baseURL: baseUrl,
    webhookKey: null,
    fetch,
    maxRetries: 0,
    timeout: noSdkTimeout,
    logLevel: 'off',
    openTelemetry: false,
  });
}
