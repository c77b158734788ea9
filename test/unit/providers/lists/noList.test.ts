import { afterEach, describe, expect, test } from 'vitest';
import { listModels } from '../../../../src/providers/lists/listModels.ts';
import { unreached } from '../../../../src/providers/lists/noList.ts';
import type { ProviderConfig } from '../../../../src/providers/providerConfig.ts';
import { plainAnswer, startWireServer, type WireServer } from '../../../support/wireServer.ts';

const key = 'canary-key-5521';
const patienceMs = 60_000;
let server: WireServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const at = (baseUrl: string): ProviderConfig => ({
  id: 'mine',
  name: 'Mine',
  wire: 'openaiCompatible',
  baseUrl,
  discover: true,
  simulated: false,
});

const page = '<!doctype html><title>Sign in</title>';

describe('a refusal says what the server said', () => {
  test.each<[string, number, string, string, string]>([
    [
      'a country',
      403,
      '{"error":{"message":"Region not served"}}',
      'forbidden',
      'Region not served',
    ],
    ['a page with 403', 403, page, 'forbidden', 'as proxies and firewalls do'],
    ['403 alone', 403, '', 'forbidden', 'the key or the network'],
    ['403 for the key', 403, '{"detail":"Not authenticated"}', 'badKey', 'refused the key'],
    ['loading', 503, '{"error":{"message":"Loading model"}}', 'noList', '503: Loading model'],
    ['no credit', 402, '{"error":{"message":"No funds"}}', 'noList', '402: No funds'],
    ['200 for a wrong key', 200, '{"success":false,"message":"Invalid token"}', 'badKey', 'key'],
    [
      '200 for a failure',
      200,
      '{"error":{"message":"No backend"}}',
      'noList',
      'refused: No backend',
    ],
    ['200 with a page', 200, page, 'noList', 'with a page: correct its `baseUrl`'],
  ])('%s', async (_, status, body, kind, words) => {
    server = await startWireServer(plainAnswer(status, body));
    const list = await listModels(at(`${server.url}/v1`), { key, patienceMs });
    expect(list).toEqual({ kind, why: expect.stringContaining(words) });
  });

  test('but not the key in it', async () => {
    const body = JSON.stringify({ error: { message: `${key} may not list models` } });
    server = await startWireServer(plainAnswer(403, body));
    const list = await listModels(at(`${server.url}/v1`), { key, patienceMs });
    expect(list).toMatchObject({ kind: 'forbidden', why: expect.stringContaining('may not list') });
    expect(JSON.stringify(list)).not.toContain(key);
  });

  test('and where it redirects to, without the query', async () => {
    server = await startWireServer(plainAnswer(302, '', { location: '/login?token=1234' }));
    const list = await listModels(at(`${server.url}/v1`), { key, patienceMs });
    expect(list).toMatchObject({
      why: `${server.url}/v1/models redirects to ${server.url}/login, where no key is sent: write that address if you trust it`,
    });
  });
});

test.each([
  ['/gate', '/gate/v1'],
  ['/api', '/v1'],
])('an address with the path %s is told the one that has a list', async (path, right) => {
  server = await startWireServer((socket, request) => {
    const isList = request.path === `${right}/models`;
    return plainAnswer(isList ? 200 : 404, isList ? '{"data":[{"id":"a"}]}' : page)(
      socket,
      request,
    );
  });
  const list = await listModels(at(`${server.url}${path}`), { key, patienceMs });
  expect(list).toMatchObject({
    kind: 'noList',
    why: expect.stringContaining(`and ${server.url}${right} has one`),
  });
});

test.each([
  ['https://a.test/v1', { cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } }, 'is not trusted'],
  ['https://a.test/v1', { cause: { code: 'ERR_SSL_WRONG_VERSION_NUMBER' } }, 'speaks no TLS'],
  ['https://a.test/v1', { cause: { code: 'ENOTFOUND' } }, 'no server has the name a.test'],
  ['http://a.test/v1', { cause: { code: 'UND_ERR_SOCKET' } }, 'that want https://'],
  ['http://a.test/v1', { name: 'TimeoutError' }, 'did not answer in time'],
  ['http://a.test/v1', { cause: { code: 'ECONNREFUSED' } }, 'nothing answers at http://a.test'],
])('%s that fails with %j: %s', (url, thrown, words) => {
  expect(unreached(new URL(url), thrown)).toEqual({
    kind: 'unreachable',
    why: expect.stringContaining(words),
  });
});

test('a server that fails is not asked at another address', async () => {
  server = await startWireServer(plainAnswer(500, '{}'));
  const list = await listModels(at(`${server.url}/gate`), { key, patienceMs });
  expect(list).toMatchObject({ kind: 'noList', why: expect.stringContaining('status 500') });
  expect(server.requests.map(({ path }) => path)).toEqual(['/gate/models']);
});
