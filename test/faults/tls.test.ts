import { getCACertificates, setDefaultCACertificates, type TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ProviderErrorKind } from '../../src/providers/providerError.ts';
import { makeCertificate } from '../support/certificates.ts';
import { openMoneyWorld } from '../support/moneyWorld.ts';
import { startTlsServer } from '../support/tlsServer.ts';
import { call, outcomeOf, providerFor, wires } from '../support/wires.ts';

/*
 * Servers whose TLS is not to be trusted, over the real clients of the SDKs. The key and the prompt stay
 * here, nobody asks twice, the text says what is wrong, and the call costs nothing.
 */

const world = openMoneyWorld();
const usual = getCACertificates('default');
const authority = makeCertificate({ name: 'Trusted Authority', isAuthority: true });
const stranger = makeCertificate({ name: 'Proxy Authority', isAuthority: true });
const hosts = ['127.0.0.1'];

beforeAll(() => setDefaultCACertificates([...usual, authority.certificate]));
afterAll(async () => {
  setDefaultCACertificates(usual);
  await world.close();
});

type Fields = Partial<Parameters<typeof makeCertificate>[0]>;

/** A server's certificate, signed by the trusted authority unless it says otherwise. */
function shows(fields: Fields, more: TlsOptions = {}): TlsOptions {
  const { certificate, key } = makeCertificate({
    name: 'server',
    hosts,
    issuer: authority,
    ...fields,
  });
  return { cert: certificate, key, ...more };
}

const own = makeCertificate({ name: 'itself', hosts });
const byStranger = makeCertificate({ name: 'server', hosts, issuer: stranger });

interface TlsFault {
  readonly fault: string;
  readonly options: TlsOptions;
  readonly kind: ProviderErrorKind;
  readonly words: RegExp;
}

const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const faults: readonly TlsFault[] = [
  {
    fault: 'an expired certificate',
    options: shows({ fromDays: -60, untilDays: -1 }),
    kind: 'certificate',
    words: /certificate of .* is not trusted \(CERT_HAS_EXPIRED\)/,
  },
  {
    fault: 'a certificate of the future',
    options: shows({ fromDays: 2 }),
    kind: 'certificate',
    words: /not trusted \(CERT_NOT_YET_VALID\)/,
  },
  {
    fault: 'a certificate for another name',
    options: shows({ hosts: ['api.other.example'] }),
    kind: 'certificate',
    words: /not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
  },
  {
    fault: 'a certificate for another address',
    options: shows({ hosts: ['127.0.0.2'] }),
    kind: 'certificate',
    words: /not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
  },
  {
    fault: 'a certificate for no name at all',
    options: shows({ hosts: [] }),
    kind: 'certificate',
    words: /not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
  },
  {
    fault: 'a certificate that it signed itself',
    options: { cert: own.certificate, key: own.key },
    kind: 'certificate',
    words: /not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
  },
  {
    fault: 'the authority of a proxy, sent along',
    options: { cert: byStranger.certificate + stranger.certificate, key: byStranger.key },
    kind: 'certificate',
    words: /not trusted \(SELF_SIGNED_CERT_IN_CHAIN\)/,
  },
  {
    fault: 'the authority of a proxy, not sent along',
    options: { cert: byStranger.certificate, key: byStranger.key },
    kind: 'certificate',
    words: /not trusted \((UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)\)/,
  },
  {
    fault: 'a certificate that a mere server signed',
    options: (() => {
      const server = makeCertificate({ name: 'no authority', hosts, issuer: authority });
      const leaf = makeCertificate({ name: 'server', hosts, issuer: server });
      return { cert: leaf.certificate + server.certificate, key: leaf.key };
    })(),
    kind: 'certificate',
    words: /not trusted/,
  },
  {
    fault: 'only protocols that are too old',
    options: shows({}, old),
    kind: 'unreachable',
    words: /127\.0\.0\.1/,
  },
];

const answer = 'HTTP/1.1 500 Error\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}';

describe.each(wires)('$name', (wire) => {
  test.each(faults)('$fault', async ({ options, kind, words }) => {
    const server = await startTlsServer(options, answer);
    onTestFinished(() => server.close());
    const provider = providerFor(wire, server.origin());
    const { parts, error } = await outcomeOf(provider.stream(call, new AbortController().signal));
    const message: unknown = expect.stringMatching(words);
    expect(error).toMatchObject({ kind, message, isFree: true, retryable: false });
    expect(parts).toEqual([]);
    expect([server.connections(), server.received()]).toEqual([1, 0]);
  });

  test.each(faults)('$fault costs nothing, and the ledger knows why', async (fault) => {
    const server = await startTlsServer(fault.options, answer);
    onTestFinished(() => server.close());
    const played = world.play({ wire, origin: server.origin() }, new AbortController().signal);
    for await (const event of played) expect(event.kind).not.toBe('text');
    expect(world.rows()).toMatchObject([
      { outcome: 'failed', source: 'computed', nanoUsd: 0, errorKind: fault.kind },
    ]);
    expect([world.open(), world.held(), server.received()]).toEqual([0, 0, 0]);
  });

  test('a certificate of the trusted authority for this host is trusted', async () => {
    const server = await startTlsServer(shows({}), answer);
    onTestFinished(() => server.close());
    const provider = providerFor(wire, server.origin());
    const { error } = await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(error).toMatchObject({ kind: 'overloaded', status: 500 });
    expect(server.received()).toBeGreaterThan(0);
  });
});
