import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { wires } from '../../test/support/wires.ts';

/*
 * A model server in a thread of its own that answers each wire at once with the same few events, so that
 * what is measured is the client.
 */

const answers = wires.map((wire) => ({
  path: wire.path,
  events: [
    ...wire.opening,
    wire.text('Hello.'),
    ...wire.closing(wire.words.stop, wire.plainUsage),
  ].join(''),
}));

const server = createServer((request, response) => {
  const answer = answers.find(({ path }) => request.url?.endsWith(path));
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(answer?.events);
  });
});
server.listen(0, '127.0.0.1', () => {
  parentPort!.postMessage((server.address() as AddressInfo).port);
});
