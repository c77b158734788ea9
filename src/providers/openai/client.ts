import type OpenAI from 'openai';

import { noSdkTimeout, placeholderKey } from '../http/streamEvents.ts';

/** OpenAI's SDK, loaded on first use, with every default that it would take from the environment set. */
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
