import { expect, test } from 'vitest';
import { checkEndpoint, originOf } from '../../../../src/providers/http/checkEndpoint.ts';

test.each([
  'https://api.anthropic.com',
  'https://openrouter.ai/api/v1',
  'http://localhost:11434/v1',
  'http://LOCALHOST.:11434/v1',
  'http://models.localhost/v1',
  'http://127.0.0.1:8080',
  'http://127.1/v1',
  'http://[::1]:1234/v1',
  'https://192.168.1.5/v1',
])('%s is fine', (address) => {
  expect(checkEndpoint(address)).toBeUndefined();
});

test.each([
  ['', 'complete address'],
  ['api.openai.com/v1', 'complete address'],
  ['localhost:11434', 'begins with https'],
  ['file:///etc/passwd', 'begins with https'],
  ['ftp://host/', 'begins with https'],
  ['javascript:alert(1)', 'begins with https'],
  ['http://api.openai.com/v1', 'https:// instead'],
  ['http://192.168.1.5:11434/v1', 'https:// instead'],
  ['http://localhost.evil.example/v1', 'https:// instead'],
  ['http://127.0.0.1.evil.example/v1', 'https:// instead'],
  ['http://0.0.0.0/v1', 'Write 127.0.0.1 instead'],
  ['https://user:secret@host/v1', 'user name and password'],
  ['https://sk-key@host/v1', 'user name and password'],
  ['http://169.254.169.254/latest', 'link-local'],
  ['https://169.254.1.1/', 'link-local'],
  ['http://2852039166/', 'link-local'],
  ['http://0xa9fea9fe/', 'link-local'],
  ['https://[fe80::1]/', 'link-local'],
  ['https://[febf::1]/', 'link-local'],
  ['https://[fd00:ec2::254]/', 'link-local'],
  ['https://[::ffff:169.254.169.254]/', 'link-local'],
  ['https://metadata.google.internal/', 'link-local'],
  ['https://metadata.google.internal./', 'link-local'],
  ['https://100.100.100.200/', 'link-local'],
])('%s is refused', (address, words) => {
  expect(checkEndpoint(address)).toContain(words);
});

test('a link-local address may be allowed, but still not in plain text', () => {
  expect(checkEndpoint('https://169.254.1.1/', { linkLocal: true })).toBeUndefined();
  expect(checkEndpoint('http://169.254.1.1/', { linkLocal: true })).toContain('https:// instead');
});

test.each([
  ['https://host:8443/v1?x=1', 'https://host:8443'],
  ['no address', ''],
])('the origin of %s', (address, origin) => {
  expect(originOf(address)).toBe(origin);
});
