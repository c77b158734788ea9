import { expect, test } from 'vitest';
import { fixtureOfTask } from '../../../../src/evaluation/collect/fixtureOfTask.ts';
import { scrubbed, secretsOfEnvironment } from '../../../../src/evaluation/collect/scrub.ts';
import type { Task } from '../../../../src/routing/task.ts';

// Shapes of keys as the services' documents show them; none of these was ever valid.
const shapes = [
  ['Anthropic', `sk-ant-api03-${'Ab1'.repeat(12)}`],
  ['OpenAI', `sk-proj-${'Zz9'.repeat(14)}`],
  ['Amazon', 'AKIAQX7PLANTED8KEYS0'.slice(0, 20)],
  ['GitHub', `ghp_${'a1B2'.repeat(9)}`],
  ['Slack', `xoxb-${'123456789012-'.repeat(2)}abcdefghij`],
  [
    'a signed token',
    `eyJ${'hbGciOiJI'.repeat(2)}.eyJ${'zdWIiOiIx'.repeat(2)}.${'c2lnbmF0dX'.repeat(2)}`,
  ],
] as const;

const nothing = { secrets: [], privateTexts: [], folders: [] };

function taskWith(planted: string): Task {
  return {
    id: 'task',
    type: 'refactor',
    answerKind: 'edit',
    instruction: `Use the key ${planted} here.`,
    language: 'typescript',
    path: `src/${planted}.ts`,
    fileText: `const a = 1;\nconst key = '${planted}';\nconst b = 2;\n`,
    target: { startLine: 2, endLine: 2, text: `const key = '${planted}';` },
    diagnostics: [],
    earlier: [],
    related: { path: 'src/other.ts', text: `// ${planted}` },
  };
}

function fixtureWith(planted: string) {
  return fixtureOfTask({
    task: taskWith(planted),
    reference: `\`\`\`ts\nconst key = '${planted}';\n\`\`\``,
    outcome: 'accepted',
    inFolder: (path) => path,
  });
}

test.each(shapes)('a key of the shape of %s is nowhere in a fixture', (_, planted) => {
  const { value, marks } = scrubbed(fixtureWith(planted), nothing);
  expect(JSON.stringify(value)).not.toContain(planted.slice(4, 16));
  expect(marks).toBe(5);
  expect(value.files?.[0]?.text.split('\n')).toEqual([
    'const a = 1;',
    "const key = '[key]';",
    'const b = 2;',
    '',
  ]);
  expect(value.files?.[0]?.path).toBe('src/[key].ts');
  expect(value.instruction).toBe('Use the key [key] here.');
  expect(value.files?.[1]?.text).toBe('// [key]');
});

test('a known key without a known shape is hidden in prompt, file, answer, path and names, coded as well', () => {
  const planted = 'Qm7-vR2t_Lp9wXk4';
  const hidden = { ...nothing, secrets: [planted] };
  const coded = Buffer.from(planted).toString('base64');
  const fixture = {
    ...fixtureWith(planted),
    values: { inputs: { [planted]: [coded, encodeURIComponent(planted)] } },
  };
  const { value } = scrubbed(fixture, hidden);
  const text = JSON.stringify(value);
  expect(text).not.toContain(planted);
  expect(text).not.toContain(coded.slice(2, -4));
  expect(text).toContain('[key]');
});

test('an escaped key changes its own line and no other', () => {
  const planted = 'aa/bb/cc/dd/ee/ff';
  const text =
    String.raw`const path = "C:\\x";` + '\nconst key = "aa%2Fbb%2Fcc%2Fdd%2Fee%2Fff%0A";\nlast';
  const { value } = scrubbed(text, { ...nothing, secrets: [planted] });
  expect(value.split('\n')).toHaveLength(3);
  expect(value).toContain(String.raw`C:\\x`);
  expect(value).not.toMatch(/aa.{0,3}bb/);
});

test('values of secret variables of the environment are hidden, paths and ordinary ones are not', () => {
  const secrets = secretsOfEnvironment({
    SHOP_TOKEN: 'walrus-8841-planted',
    SSH_AUTH_SOCK: '/run/user/1000/agent',
    LANG: 'en_US.UTF-8',
    API_KEY: 'short',
  });
  expect(secrets).toEqual(['walrus-8841-planted']);
  const { value } = scrubbed(
    { text: 'token walrus-8841-planted, en_US.UTF-8' },
    { ...nothing, secrets },
  );
  expect(value.text).toBe('token [key], en_US.UTF-8');
});

test('what private files hold is hidden, and says which file it is from', () => {
  const privateTexts = [{ name: '.env', text: 'SHOP_API_KEY=canary-Jx2Vn8Tc5Hq0\n' }];
  const { value, marks } = scrubbed('It is canary-Jx2Vn8Tc5Hq0.', { ...nothing, privateTexts });
  expect(value).toBe('It is [value from .env hidden].');
  expect(marks).toBe(1);
});

test('quoted secrets, passwords in addresses, settings and private keys are hidden; code that reads them stays', () => {
  const text = [
    `const password = "hunter2-planted";`,
    `{ "client_secret": "planted-abcdef" }`,
    `connect('postgres://me:planted-pw@host/db');`,
    `export SHOP_TOKEN=planted-1234567`,
    `headers: { Authorization: 'Bearer planted.token.value.1234' }`,
    '-----BEGIN RSA PRIVATE KEY-----',
    'cGxhbnRlZA==',
    'bGluZTI=',
    '-----END RSA PRIVATE KEY-----',
    'const token = readToken();',
    'const token: string = config.token;',
  ].join('\n');
  const { value } = scrubbed(text, nothing);
  expect(value).not.toMatch(/planted|cGxh|bGlu/);
  expect(value.split('\n')).toHaveLength(text.split('\n').length);
  expect(value).toContain('const token = readToken();\nconst token: string = config.token;');
  expect(value).toContain('-----BEGIN RSA PRIVATE KEY-----\n[key]\n[key]\n-----END');
});

test('absolute paths of the folder and of the home folder become relative, others stay', () => {
  const hidden = { ...nothing, folders: ['/home/me/shop'], home: '/home/me' };
  const { value, marks } = scrubbed(
    'See /home/me/shop/src/a.ts, /home/me/shop, /home/me/notes, /home/merlin and /home/me/shopping.',
    hidden,
  );
  expect(value).toBe('See src/a.ts, ., ~/notes, /home/merlin and ~/shopping.');
  expect(marks).toBe(0);
});
