import type { ModelCall, Part } from '../provider.ts';
import type { Connection } from './connection.ts';
import type { GatewayWord } from './gatewayHeaders.ts';
import type { GuardedFetch } from './guardedFetch.ts';
import { answerEvents, type Wire } from './streamEvents.ts';

/** One call and where it goes. */
interface Asked {
  readonly connection: Connection;
  readonly call: ModelCall;
  readonly signal: AbortSignal;
}

/** The parts of one answer, as `read` finds them in its events, billed as a gateway says in its headers. */
export async function* answerParts(
  { connection, call, signal }: Asked,
  wire: Wire,
  read: (events: AsyncIterable<unknown>) => AsyncIterable<Part>,
): AsyncGenerator<Part, void, undefined> {
  let received: Pick<GuardedFetch, 'gateway'> | undefined;
  const watched: Wire = {
    ...wire,
    send(fetch, callSignal, guard) {
      received = guard;
      return wire.send(fetch, callSignal, guard);
    },
  };
  for await (const part of read(answerEvents(connection, watched, call, signal))) {
    yield asBilled(part, received?.gateway);
  }
}

function asBilled(part: Part, word: GatewayWord | undefined): Part {
  if (word === 'cached') return unbilled(part);
  // The price of the model that was asked is not that of the one that answered.
  return word === 'standIn' && part.kind === 'usage' ? { ...part, isDoubtful: true } : part;
}

/** A part that names no bill: a gateway may repeat that of the call that filled its cache. */
function unbilled(part: Part): Part {
  if (part.kind === 'usage') return { ...part, reportedNanoUsd: 0 };
  return part.kind === 'finish' ? { ...part, isFree: true } : part;
}
