import type OpenAI from 'openai';

import { noSdkTimeout, placeholderKey } from '../http/streamEvents.ts';

/** OpenAI's SDK, loaded on first use. Every option is set that it would read from the environment. */
export async function openaiClient(
  baseUrl: string,
  fetch: typeof globalThis.fetch,
): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  return new OpenAI({
    apiKey: placeholderKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    fetch,
    maxRetries: 0,
    timeout: noSdkTimeout,
    logLevel: 'off',
  });
}
