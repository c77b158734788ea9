import type { ModelCall, Part, Provider } from '../provider.ts';
import { askAgain } from './askAgain.ts';
import { withOwnState } from './ownState.ts';
import { withToolNames } from './toolNames.ts';

/** How a wire asks in a manner, and what its server's refusals teach. */
export interface LearningWire<Manner> {
  readonly usual: Manner;
  ask(call: ModelCall, manner: Manner, signal: AbortSignal): AsyncIterable<Part>;
  /** The manner to try next after a server's refusal of the call; undefined when it teaches nothing. */
  learn(manner: Manner, refusal: string, call: ModelCall): Manner | undefined;
}

/** A provider that keeps what refusals taught it, by model, because models of one server differ. */
export function createLearningProvider<Manner extends { readonly state: boolean }>(
  id: string,
  { usual, ask, learn }: LearningWire<Manner>,
): Provider {
  const known = new Map<string, Manner>();
  return {
    id,
    async *stream(asked, signal) {
      const { call, originalName } = withToolNames(withOwnState(asked, id));
      const parts = askAgain({
        manner: known.get(call.model) ?? usual,
        ask: (manner) => ask(call, manner, signal),
        learn: (manner, refusal) => learn(manner, refusal, call),
        // What one conversation's state was refused for says nothing about another's.
        keep: (manner) => known.set(call.model, { ...manner, state: true }),
      });
      for await (const part of parts) {
        if (part.kind !== 'toolCall') yield part;
        else yield { ...part, call: { ...part.call, name: originalName(part.call.name) } };
      }
    },
  };
}
