import type { ModelCall } from '../provider.ts';

/**
 * The call without the state of other providers: it is of use only to the provider that made it, and may
 * hold what others must not see.
 */
export function withOwnState(call: ModelCall, providerId: string): ModelCall {
  const messages = call.messages.map((message) => {
    if (message.role !== 'assistant' || message.state?.provider === providerId) return message;
    const { state: _, ...rest } = message;
    return rest;
  });
  return { ...call, messages };
}
