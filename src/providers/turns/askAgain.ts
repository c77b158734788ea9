import { refusalWords } from '../http/errors/refusalWords.ts';
import type { Part } from '../provider.ts';
import { ProviderError, type ProviderErrorKind } from '../providerError.ts';

/** How a wire asks, what its server's refusals teach, and where that is kept. */
export interface Asking<Manner> {
  readonly manner: Manner;
  ask(manner: Manner): AsyncIterable<Part>;
  /** The manner to try next after a server's refusal; undefined when it teaches nothing. */
  learn(manner: Manner, refusal: string, kind: ProviderErrorKind): Manner | undefined;
  keep(manner: Manner): void;
}

/** What is too long may be so only together with the output that was asked for. */
const teachingKinds: ReadonlySet<ProviderErrorKind> = new Set(['badRequest', 'tooLong']);

/**
 * Asks in a manner, and again in another one when the server refuses the first; no manner is tried twice. It
 * never asks again after the first part, so no output is repeated. What the server takes is kept. Throws the
 * refusal that teaches nothing new.
 */
export async function* askAgain<Manner>(asking: Asking<Manner>): AsyncGenerator<Part> {
  let { manner } = asking;
  const tried = new Set([JSON.stringify(manner)]);
  for (;;) {
    let isShown = false;
    try {
      for await (const part of asking.ask(manner)) {
        if (!isShown && tried.size > 1) asking.keep(manner);
        isShown = true;
        yield part;
      }
      return;
    } catch (error) {
      const learned =
        !isShown && error instanceof ProviderError && teachingKinds.has(error.kind)
          ? asking.learn(manner, refusalWords(error), error.kind)
          : undefined;
      if (!learned || tried.has(JSON.stringify(learned))) throw error;
      tried.add(JSON.stringify(learned));
      manner = learned;
    }
  }
}
