import type { ProviderError } from '../../providerError.ts';

/**
 * What a server really said, by the error that tells it. An error's message is for people: it is cut, and
 * what it quotes of the prompt is taken out, which can be the very words that a refusal is known by. These
 * words are compared and never shown or logged, so they are no part of the error.
 */
const words = new WeakMap<ProviderError, string>();

// A refusal that has not said what it is about by then will not say it.
const longest = 4000;

export function keepRefusalWords(error: ProviderError, said: string | undefined): ProviderError {
  if (said) words.set(error, said.slice(0, longest));
  return error;
}

/** The server's own words; the error's message when it has none. */
export function refusalWords(error: ProviderError): string {
  return words.get(error) ?? error.message;
}
