import type { Connection } from '../../src/providers/http/connection.ts';
import type { ModelCall } from '../../src/providers/provider.ts';
import { type Outcome, type WireFormat, call, outcomeOf, providerFor } from './wires.ts';
import { type Script, type WireServer, startWireServer } from './wireServer.ts';

/** Makes one call to a server that follows the script, then closes it. */
export async function runWire(
  wire: WireFormat,
  script: Script,
  changes: Partial<Connection> = {},
  asked: ModelCall = call,
): Promise<Outcome & { readonly requests: WireServer['requests'] }> {
  const server = await startWireServer(script);
  try {
    const provider = providerFor(wire, server.url, changes);
    const outcome = await outcomeOf(provider.stream(asked, new AbortController().signal));
    return { ...outcome, requests: server.requests };
  } finally {
    await server.close();
  }
}
