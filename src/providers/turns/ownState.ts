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

/** Whether a call carries state of earlier turns. */
export function carriesState({ messages }: ModelCall): boolean {
  return messages.some((message) => message.role === 'assistant' && message.state !== undefined);
}
