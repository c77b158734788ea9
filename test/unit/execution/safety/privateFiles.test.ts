import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isPrivate } from '../../../../src/execution/safety/privateFiles.ts';
import { isPrivateFile } from '../../../../src/execution/safety/realPlace.ts';

const placed = (path: string) => ({ absolute: `/home/me/shop/${path}`, relative: path });
const verdict = (path: string, globs: readonly string[] = []) => isPrivate(placed(path), globs);

// Names as gitleaks, TruffleHog and the tools themselves document them; the cases are written here.
const kept = `
  .env .env.local .env.production .envrc prod.env packages/web/.env.test .dev.vars local.settings.json
  server.pem tls/server.key cert.p12 cert.pfx debug.keystore store.jks putty.ppk vault.kdbx backup.gpg
  id_rsa id_ed25519 deploy/id_ecdsa id_rsa_github .ssh/config .ssh/known_hosts wallet.dat
  .aws/credentials .aws/config .azure/accessTokens.json .config/gcloud/credentials.db .kube/config
  .docker/config.json .dockercfg .npmrc .yarnrc.yml .pypirc .netrc _netrc .git-credentials .pgpass .my.cnf
  .git/config .git/logs/HEAD .ssh/.git/hooks/x .git vendor/lib/.git/config backup.git/config
  terraform.tfstate terraform.tfstate.backup prod.tfvars prod.auto.tfvars.json .terraformrc
  config/master.key config/credentials/production.key secrets.yml config/secrets.json .streamlit/secrets.toml
  arduino_secrets.h secrets.py app.secrets.json db.secret .secrets/token .envs/.production/.django
  credentials credentials.json gcp-credentials.json application_default_credentials.json .credentials.json
  service-account.json my-service_account-prod.json shop-firebase-adminsdk-x1.json client_secret_1.json
  .cargo/credentials.toml .m2/settings.xml .gradle/gradle.properties .composer/auth.json .codex/auth.json
  .bash_history .zsh_history .htpasswd .vault-token wp-config.php passwords.txt kubeconfig
`;
// What people and editors make of such names.
const copies = `.env.bak .env~ ..env.swp #.env# .env.old server.key.bak id_rsa.old .npmrc.orig .env.1`;
// The same files in other spellings.
const spellings = [
  '.ENV',
  'Packages/.Env.Local',
  'ID_RSA',
  '.GIT/Config',
  '.env.',
  '.env ',
  '.env. . ',
  '.env::$DATA',
  '.git::$INDEX_ALLOCATION/config',
  'a\\.env',
  '.git\\config',
  'GIT~1/config',
  './.env',
  'src/../.env',
  'src//.env',
  '.e\u200Bnv',
  '.g\u200Dit/config',
  '.env/',
];

test.each([...kept.split(/\s+/), ...copies.split(/\s+/)].filter(Boolean))(
  '%s is private',
  (path) => {
    expect(verdict(path)).toBe(true);
    expect(verdict(`deep/down/${path}`)).toBe(true);
  },
);

test.each(spellings)('%j is private in this spelling too', (path) => {
  expect(verdict(path)).toBe(true);
});

const open = `
  .env.example .env.sample .env.template .env.local.example .env.dist example.env .env.d.ts vite-env.d.ts
  src/env.ts src/environment.ts src/prod.env.ts src/secrets.ts src/keys.ts src/keyboard.ts credentials.ts
  src/credentials.py .git/hooks/pre-commit vendor/lib/.git/hooks/commit-msg id_rsa.pub package.json .gitignore .gitattributes .github/workflows/ci.yml
  docs/secrets.md tokens.json locales/en/auth.json README.md .eslintrc.json main.tf .env/bin/activate
  src/git/config.ts config.json docker/config.json public.key.pem.md Makefile .vscode/settings.json
`;
test.each(open.split(/\s+/).filter(Boolean))('%s is an ordinary file', (path) => {
  expect(verdict(path)).toBe(false);
});

test('the globs of the user add files and let others be read; the last that matches counts', () => {
  const globs = ['customers/', '*.sql', '!seed.sql', '!.env.test', '/srv/shared', 'docs/plan.md'];
  expect(verdict('data/customers/list.csv', globs)).toBe(true);
  expect(verdict('db/dump.SQL', globs)).toBe(true);
  expect(verdict('db/seed.sql', globs)).toBe(false);
  expect(verdict('web/.env.test', globs)).toBe(false);
  expect(verdict('web/.env', globs)).toBe(true);
  expect(verdict('docs/plan.md', globs)).toBe(true);
  expect(verdict('web/docs/plan.md', globs)).toBe(false);
  expect(isPrivate({ absolute: '/srv/shared/notes.txt' }, globs)).toBe(true);
  expect(verdict('db/seed.sql', [...globs, '*.sql'])).toBe(true);
});

test('a path of a hostile length is judged at once', () => {
  const path = `${'.env-'.repeat(2000)}/${'id_rsa.'.repeat(2000)}${'secret{s,}*'.repeat(500)}x`;
  const before = performance.now();
  verdict(path);
  expect(performance.now() - before).toBeLessThan(1000);
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tierwise-private-'));
  mkdirSync(join(folder, 'shop', 'inner'), { recursive: true });
  writeFileSync(join(folder, 'shop', '.env'), 'KEY=canary');
  writeFileSync(join(folder, 'vault.txt'), 'canary');
});
afterEach(() => rmSync(folder, { recursive: true }));

const inShop = (path: string, globs?: readonly string[]) =>
  isPrivateFile(join(folder, 'shop', path), join(folder, 'shop'), globs);

test('a link to a private file is private, through folders and further links', async () => {
  const at = (path: string) => join(folder, 'shop', path);
  symlinkSync('.env', at('notes.txt'));
  symlinkSync('notes.txt', at('again.md'));
  symlinkSync('..', at('inner/up'));
  symlinkSync(join(folder, 'vault.txt'), at('inner/.env.local'));
  symlinkSync('inner/.env.local', at('passing.txt'));
  mkdirSync(at('.ssh'));
  writeFileSync(at('.ssh/hosts'), 'x');
  symlinkSync('.ssh', at('conf'));
  const links = ['notes.txt', 'again.md', 'inner/up/.env', 'inner/up/notes.txt', 'passing.txt'];
  for (const path of [...links, 'conf/hosts', 'conf/new'])
    expect([path, await inShop(path)]).toEqual([path, true]);
  expect(await inShop('inner/up/plain.txt')).toBe(false);
  // Allowing the link's name does not allow what it leads to.
  expect(await inShop('notes.txt', ['!notes.txt'])).toBe(true);
});

test('a link that leads to itself is judged by its name', async () => {
  symlinkSync('loop.txt', join(folder, 'shop', 'loop.txt'));
  expect(await inShop('loop.txt')).toBe(false);
});

test('a glob that is too complicated keeps every file private, and allows none', () => {
  const glob = 'a'.repeat(2000);
  expect(verdict('src/a.ts', [glob])).toBe(true);
  expect(verdict('.env', [`!${glob}`])).toBe(true);
});
