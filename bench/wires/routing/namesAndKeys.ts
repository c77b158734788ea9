import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { discoverModels } from '../../../src/providers/lists/discoverModels.ts';
import type { ProviderConfig } from '../../../src/providers/providerConfig.ts';

/** A server that lists its models to who has a key, and the model that a tier names. */
export interface NamesInput {
  readonly listed: readonly string[];
  /** `provider/model`. */
  readonly written: string;
}

const key = 'bench-key';

/** What does not hold when a server with a key is asked for its models; empty when all does. */
export async function nameProblems({ listed, written }: NamesInput): Promise<readonly string[]> {
  const server = createServer((request, response) => {
    const mayRead = request.headers.authorization === `Bearer ${key}`;
    response.writeHead(mayRead ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(mayRead ? { data: listed.map((id) => ({ id })) } : {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    const config: ProviderConfig = {
      id: 'p',
      name: 'p',
      wire: 'openaiCompatible',
      baseUrl: `http://127.0.0.1:${port}/v1`,
      auth: 'bearer',
      discover: true,
      simulated: false,
    };
    const state = await discoverModels(config, { key });
    if (state.state !== 'ready') return [`a list that needs a key is ${state.state}`];
    const name = written.slice(written.indexOf('/') + 1);
    return state.models?.has(name) ? [] : [`${written} is not found among ${listed.join(', ')}`];
  } finally {
    await new Promise((done) => server.close(done));
  }
}
