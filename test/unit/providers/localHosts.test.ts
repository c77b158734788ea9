import { expect, test } from 'vitest';
import { isLocalEndpoint } from '../../../src/providers/http/hosts.ts';
import { readLocalHosts } from '../../../src/providers/localHosts.ts';
import { parseProviders } from '../../../src/providers/parseProviders.ts';

const endpoints: readonly [address: string, isLocal: boolean][] = [
  ['http://127.0.0.1:11434/v1', true],
  ['http://127.8.9.1/v1', true],
  ['http://0x7f.1:1234', true],
  ['http://localhost:1234/v1', true],
  ['http://LOCALHOST./v1', true],
  ['http://[::1]:8080', true],
  ['http://[0:0:0:0:0:0:0:1]:8080', true],
  ['https://gpu.lan/v1', true],
  ['https://GPU.lan:8443/v1', true],
  // Where these names lead is up to a resolver, and the addresses may be anybody's.
  ['http://my.localhost/v1', false],
  ['http://localhost.example/v1', false],
  ['http://localtest.me/v1', false],
  ['http://127.0.0.1.nip.io/v1', false],
  ['http://localhost@models.example/v1', false],
  ['http://models.example/?localhost', false],
  ['http://0.0.0.0:11434/v1', false],
  ['http://[::ffff:127.0.0.1]/v1', false],
  ['http://10.0.0.5/v1', false],
  ['https://a.gpu.lan/v1', false],
  ['https://api.openai.com/v1', false],
  ['', false],
];
test.each(endpoints)('%s is here: %s', (address, isLocal) => {
  expect(isLocalEndpoint(address, readLocalHosts(['gpu.lan']).hosts)).toBe(isLocal);
});

test('a host is named alone; an entry with an error names none', () => {
  const written = ['GPU.lan', '192.168.1.20', '[fd00::5]', 'büro.lan'];
  expect(readLocalHosts(written)).toEqual({
    hosts: ['gpu.lan', '192.168.1.20', '[fd00::5]', 'xn--bro-hoa.lan'],
    problems: [],
  });
  const wrong = [
    '*',
    '*.lan',
    'https://gpu.lan',
    'gpu.lan:80',
    'a@gpu.lan',
    'gpu.lan/x',
    '',
    '.',
    7,
  ];
  const { hosts, problems } = readLocalHosts(wrong);
  expect(hosts).toEqual([]);
  expect(problems.map(({ path }) => path)).toEqual(wrong.map((_, index) => [index]));
  expect(readLocalHosts('gpu.lan').problems).toHaveLength(1);
  expect(readLocalHosts(undefined)).toEqual({ hosts: [], problems: [] });
});

test('a provider may say that it is a gateway, and not that it is local', () => {
  const gateway = { wire: 'openaiCompatible', baseUrl: 'http://127.0.0.1:4000/v1' };
  const { providers } = parseProviders({ gateway: { ...gateway, local: false } });
  expect(providers.find(({ id }) => id === 'gateway')?.local).toBe(false);
  const { problems } = parseProviders({ gateway: { ...gateway, local: true } });
  expect(problems).toMatchObject([{ path: ['gateway', 'local'] }]);
});
