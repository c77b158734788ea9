import { parse } from 'jsonc-parser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addProvider } from '../../../../src/editor/addProvider/addProvider.ts';
import { addProviderWorld } from '../../../support/addProviderWorld.ts';
import { redirected } from '../../../support/redirectedFetch.ts';
import type { Reply, settingsEditor } from '../../../support/settingsEditor.ts';
import { cancel } from '../../../support/settingsEditor.ts';
import {
  eventStream,
  plainAnswer,
  type Script,
  startWireServer,
  type WireServer,
} from '../../../support/wireServer.ts';
import { wires } from '../../../support/wires.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof settingsEditor> }));
vi.mock('vscode', async () => {
  const { settingsEditor: create } = await import('../../../support/settingsEditor.ts');
  editor.current = create();
  return editor.current;
});

const key = 'canary-key-8231-qwerty';
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
const answers = eventStream([
  ...wire.opening,
  wire.text('ready'),
  ...wire.closing('stop', wire.plainUsage),
]);
const before = `{
  // mine
  "editor.fontSize": 14, // large
  "tierwise.tiers": { "fast": ["anthropic/claude-haiku-5-5"], "reasoning": ["anthropic/claude-opus-5-5"] }
}
`;

/** Lists models to the right key, and answers calls. */
const groq: Script = (socket, request) => {
  if (request.method === 'POST') return answers(socket, request);
  if (request.headers['authorization'] !== `Bearer ${key}`) {
    return plainAnswer(401, '{"error":{"message":"Invalid API Key"}}')(socket, request);
  }
  const data = [
    { id: 'maker/quick', context_window: 8192 },
    { id: 'maker/claude-opus-5.5', pricing: { prompt: '0.000004', completion: '0.00002' } },
  ];
  return plainAnswer(200, JSON.stringify({ data }))(socket, request);
};

let server: WireServer | undefined;
let wanted: readonly string[] = [];
let world: ReturnType<typeof addProviderWorld>;
beforeEach(() => {
  const { state } = editor.current;
  Object.assign(state, { settings: before, saved: 0, replies: [], questions: [], told: [] });
  Object.assign(state, {
    diffs: [],
    files: new Map(),
    chosenFile: undefined,
    meanwhile: undefined,
    vscodeModels: [],
    held: undefined,
  });
  world = addProviderWorld(() => state.settings);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server?.close();
  server = undefined;
});

async function add(script: Script, replies: readonly Reply[]): Promise<void> {
  server = await startWireServer(script);
  wanted = redirected(server.url);
  editor.current.state.replies = [...replies];
  await addProvider(world.services);
}

const settings = () => parse(editor.current.state.settings) as Record<string, object>;
const called = () => server!.requests.filter(({ method }) => method === 'POST');

/** Preset, key, models for the two tiers, test, diff. */
const allOfGroq: readonly Reply[] = [
  'Groq',
  key,
  'maker/quick',
  'maker/claude-opus-5.5',
  'Make one small test call',
  'Apply',
];

test('a preset is set up by one command: key, models, a call whose cost is shown, one diff', async () => {
  await add(groq, allOfGroq);
  const { state } = editor.current;
  expect(settings()).toEqual({
    'editor.fontSize': 14,
    'tierwise.tiers': {
      fast: ['groq/maker/quick', 'anthropic/claude-haiku-5-5'],
      reasoning: ['groq/maker/claude-opus-5.5', 'anthropic/claude-opus-5-5'],
    },
    'tierwise.providers': {
      groq: { name: 'Groq', wire: 'openaiCompatible', baseUrl: 'https://api.groq.com/openai/v1' },
    },
    'tierwise.models': {
      'groq/maker/quick': { contextTokens: 8192 },
      'groq/maker/claude-opus-5.5': {
        prices: [
          {
            from: new Date().toISOString().slice(0, 10),
            source: 'https://api.groq.com, its list of models',
            input: 4,
            output: 20,
          },
        ],
      },
    },
  });
  expect(state.settings).toContain('  // mine\n  "editor.fontSize": 14, // large\n');
  expect(state.diffs).toEqual([
    { before, after: state.settings, title: 'Settings now ↔ with Groq' },
  ]);
  expect(state.saved).toBe(1);
  expect([...world.kept]).toEqual([['groq@https://api.groq.com', key]]);
  expect(state.told).toContain('maker/quick answered. What the test cost is unknown.');
  expect(called().map(({ body }) => body['model'])).toEqual(['maker/quick']);
  expect(wanted.filter((each) => each.includes('groq'))).toEqual([
    'https://api.groq.com/openai/v1/models',
    'https://api.groq.com/openai/v1/chat/completions',
  ]);
  expect(JSON.stringify([state.settings, state.told, state.questions])).not.toContain(key);
});

describe.each(allOfGroq.map((_, at) => at))('cancelled at question %i', (at) => {
  test('nothing is written and no key is kept', async () => {
    await add(groq, [...allOfGroq.slice(0, at), cancel]);
    expect(editor.current.state.replies).toEqual([]);
    expect(editor.current.state.settings).toBe(before);
    expect(editor.current.state.saved).toBe(0);
    expect([...world.kept]).toEqual([]);
    expect(called()).toHaveLength(at > 4 ? 1 : 0);
  });
});

test('the questions say what is proposed, what it costs and what is unknown', async () => {
  await add(groq, allOfGroq);
  const [, , fast, reasoning, test, diff] = editor.current.state.questions;
  expect(fast!.offered.join()).toContain('price unknown');
  expect(fast!.words).toContain('Now it is anthropic/claude-haiku-5-5.');
  expect(JSON.parse(reasoning!.offered[0]!)).toMatchObject({
    label: 'maker/claude-opus-5.5',
    description: 'proposed · $4 in, $20 out',
  });
  expect(test!.offered.join()).toContain('Its price is unknown');
  expect(diff!.words).toContain('The price of groq/maker/quick is unknown');
});

test('a key is kept without the line that it was pasted with, and a name that is not listed may be typed', async () => {
  const pasted = `export GROQ_API_KEY="${key}"`;
  await add(groq, [
    'Groq',
    pasted,
    'Type another name',
    'maker/new:fast',
    'Leave',
    'Skip',
    'Apply',
  ]);
  expect([...world.kept]).toEqual([['groq@https://api.groq.com', key]]);
  expect(settings()['tierwise.tiers']).toMatchObject({
    fast: ['groq/maker/new:fast', 'anthropic/claude-haiku-5-5'],
  });
});

describe('a key of the environment', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('is taken where the developer leaves the key empty, as the question says', async () => {
    vi.stubEnv('GROQ_API_KEY', `"${key}"`);
    await add(groq, ['Groq', '', 'maker/quick', 'Leave', 'Skip', 'Apply']);
    expect([...world.kept]).toEqual([['groq@https://api.groq.com', key]]);
    const asked = JSON.stringify(editor.current.state.questions);
    expect(asked).toContain('Leave it empty to use GROQ_API_KEY of your environment.');
    expect(asked).not.toContain(key);
  });

  test('that is empty is told', async () => {
    vi.stubEnv('GROQ_API_KEY', ' ');
    await expect(add(groq, ['Groq', ''])).rejects.toThrow('GROQ_API_KEY is empty.');
    expect([...world.kept]).toEqual([]);
  });
});

test('a typed name that is given up ends it', async () => {
  await add(groq, ['Groq', key, 'Type another name', cancel]);
  expect(editor.current.state.settings).toBe(before);
  expect([...world.kept]).toEqual([]);
});

test('what a test cost is shown where the price is known', async () => {
  await add(groq, ['Groq', key, 'Leave this', 'maker/claude-opus-5.5', 'Make one', cancel]);
  const { state } = editor.current;
  expect(state.questions.at(-2)!.offered.join()).toContain('It costs at most about $0.0053');
  expect(state.told[0]).toMatch(/answered\. The test cost \$0\.\d+ \(computed\)\.$/);
});

test('a wrong key is asked for again, and only the right one is kept', async () => {
  const [preset, , ...rest] = allOfGroq;
  await add(groq, [preset!, 'wrong-key', 'Enter Another Key', key, ...rest]);
  expect(editor.current.state.questions[2]!.words).toMatch(
    /^Groq does not accept this key: it refused the key at https:\/\/api\.groq\.com\/openai\/v1\/models \(401\)/,
  );
  expect([...world.kept.values()]).toEqual([key]);
});

test('where no list is to be had, names are typed; a tier may stay, and the test may be skipped', async () => {
  const script: Script = (socket, request) =>
    (request.method === 'POST' ? answers : plainAnswer(500, '{}'))(socket, request);
  await add(script, [
    'Groq',
    key,
    'Type a Model’s Name',
    'one, two,one',
    'two',
    'Leave this tier',
    'Skip',
    'Apply',
  ]);
  expect(editor.current.state.questions[2]!.words).toMatch(/gives no list of its models.* 500/);
  expect(settings()['tierwise.tiers']).toEqual({
    fast: ['groq/two', 'anthropic/claude-haiku-5-5'],
    reasoning: ['anthropic/claude-opus-5-5'],
  });
  expect(called()).toEqual([]);
});

test('Azure asks for a resource and for deployments, and a second resource has a name of its own', async () => {
  const script: Script = (socket, request) => answers(socket, request);
  const rest = ['Leave this tier', 'Make one small', 'Apply'] as const;
  await add(script, ['Azure', 'contoso', key, 'gpt-mine', 'gpt-mine', ...rest]);
  expect(wanted.filter((each) => each.includes('azure'))).toEqual([
    'https://contoso.openai.azure.com/openai/v1/chat/completions',
  ]);
  expect(called()[0]!.headers['api-key']).toBe(key);
  await server!.close();
  vi.unstubAllGlobals();
  await add(script, ['Azure', 'Add another', 'fabrikam', '=', key, 'gpt-x', 'gpt-x', ...rest]);
  expect(Object.keys(settings()['tierwise.providers'] ?? {})).toEqual(['azure', 'azure-fabrikam']);
  expect(settings()['tierwise.tiers']).toMatchObject({
    fast: ['azure-fabrikam/gpt-x', 'azure/gpt-mine', 'anthropic/claude-haiku-5-5'],
  });
  expect([...world.kept.keys()]).toEqual([
    'azure@https://contoso.openai.azure.com',
    'azure-fabrikam@https://fabrikam.openai.azure.com',
  ]);
});

test('the same preset again changes its entry; the key that is set is used, and one of an old address goes', async () => {
  const script: Script = (socket, request) => answers(socket, request);
  const rest = ['gpt-mine', 'gpt-mine', 'Leave this tier', 'Skip', 'Apply'] as const;
  await add(script, ['Azure', 'contoso', key, ...rest]);
  const first = editor.current.state.settings;
  await server!.close();
  vi.unstubAllGlobals();
  await add(script, ['Azure', 'Change Azure', '=', '', ...rest]);
  expect(editor.current.state.settings).toBe(first);
  expect(editor.current.state.diffs).toHaveLength(1);
  await server!.close();
  vi.unstubAllGlobals();
  await add(script, ['Azure', 'Change Azure', 'fabrikam', 'new-key', ...rest]);
  expect(settings()['tierwise.providers']).toMatchObject({
    azure: { baseUrl: 'https://fabrikam.openai.azure.com/openai/v1' },
  });
  expect([...world.kept]).toEqual([['azure@https://fabrikam.openai.azure.com', 'new-key']]);
});

test('a local server is marked as running, needs no key, and its model is tried without a question', async () => {
  const script: Script = (socket, request) =>
    (request.method === 'POST' ? answers : plainAnswer(200, '{"data":[{"id":"own"}]}'))(
      socket,
      request,
    );
  await add(script, ['LM Studio', '=', '', 'own', 'Leave this tier', 'Apply']);
  const [presetQuestion] = editor.current.state.questions;
  const row = presetQuestion!.offered.find((each) => each.includes('LM Studio'));
  expect(JSON.parse(row!)).toMatchObject({ description: '$(check) running' });
  expect(settings()['tierwise.providers']).toEqual({
    lmstudio: {
      name: 'LM Studio',
      wire: 'openaiCompatible',
      baseUrl: 'http://127.0.0.1:1234/v1',
      auth: 'none',
      discover: true,
    },
  });
  expect(called()).toHaveLength(1);
  expect([...world.kept]).toEqual([]);
});

test('a provider that is set up says so, and what its key is for', async () => {
  await add(groq, allOfGroq);
  await server!.close();
  vi.unstubAllGlobals();
  await add(groq, [cancel]);
  const rows = editor.current.state.questions.at(-1)!.offered;
  expect(rows.find((each) => each.includes('"Groq"'))).toContain('$(check) set up');
  expect(rows.find((each) => each.includes('"Mistral"'))).not.toContain('set up');
});

test('a test that fails says why, and the developer decides', async () => {
  const script: Script = (socket, request) =>
    request.method === 'POST'
      ? plainAnswer(404, '{"error":{"code":"model_not_found","message":"no such model"}}')(
          socket,
          request,
        )
      : groq(socket, request);
  await add(script, [...allOfGroq.slice(0, 5), cancel]);
  expect(editor.current.state.questions.at(-1)!.words).toMatch(/^The test did not work\. .*quick/);
  expect(editor.current.state.settings).toBe(before);
  await server!.close();
  vi.unstubAllGlobals();
  await add(script, [...allOfGroq.slice(0, 5), 'Go On Anyway', 'Apply']);
  expect(Object.keys(settings()['tierwise.providers'] ?? {})).toEqual(['groq']);
});

test('when the settings change while the diff is open, what is applied is shown first', async () => {
  const { state } = editor.current;
  let written = false;
  state.meanwhile = ({ words }) => {
    if (written || !words.startsWith('The right side')) return;
    written = true;
    state.settings = state.settings.replace('14', '18');
  };
  await add(groq, [...allOfGroq, 'Apply']);
  expect(state.diffs).toHaveLength(2);
  expect(state.settings).toBe(state.diffs[1]!.after);
  expect(settings()['editor.fontSize']).toBe(18);
});

test('where nobody watches the settings file, VS Code is made to read what was written', async () => {
  const { state } = editor.current;
  state.held = before;
  await add(groq, allOfGroq);
  const held = parse(state.held) as Record<string, object>;
  expect(held['tierwise.tiers']).toEqual(settings()['tierwise.tiers']);
  expect(held['tierwise.providers']).toEqual(settings()['tierwise.providers']);
});

test('settings that cannot be read are not touched', async () => {
  const { state } = editor.current;
  const broken = '{ "tierwise.tiers": { "fast": ["a/b"] } "x": 1 }';
  state.settings = broken;
  await expect(add(groq, ['Groq', key, 'maker/quick', 'Skip'])).rejects.toThrow(
    /Line 1 of your settings has an error/,
  );
  expect(state.settings).toBe(broken);
  expect([...world.kept]).toEqual([]);
});

describe('VS Code’s models', () => {
  test('go into the tiers, without a key and without an entry of their own', async () => {
    editor.current.state.vscodeModels = ['copilot/claude-haiku-5.5', 'other/unheard-of'];
    const replies = ['VS Code’s models', 'copilot/claude-haiku-5.5', 'other/unheard-of', 'Apply'];
    await add(groq, replies);
    expect(settings()['tierwise.tiers']).toEqual({
      fast: ['vscode/copilot/claude-haiku-5.5', 'anthropic/claude-haiku-5-5'],
      reasoning: ['vscode/other/unheard-of', 'anthropic/claude-opus-5-5'],
    });
    expect(Object.keys(settings())).toEqual(['editor.fontSize', 'tierwise.tiers']);
    expect(editor.current.state.questions.at(-1)!.words).toContain(
      'The price of vscode/other/unheard-of is unknown',
    );
    expect(wanted.filter((each) => !each.includes('127.0.0.1'))).toEqual([]);
    expect([...world.kept]).toEqual([]);
  });

  test('where there are none, the message says how to get some', async () => {
    editor.current.state.vscodeModels = ['tierwise/auto'];
    await expect(add(groq, ['VS Code’s models'])).rejects.toThrow(/Sign in to a plan/);
    expect(editor.current.state.settings).toBe(before);
  });
});

describe('imports', () => {
  const list = JSON.stringify([
    {
      name: 'Gateway',
      vendor: 'customendpoint',
      apiKey: '${input:chat.lm.secret.1}',
      models: [{ id: 'm', url: 'https://g.example/v1/chat/completions' }],
    },
    { name: 'Copilot', vendor: 'copilot' },
  ]);

  test('VS Code’s own file is read when the developer says so, and its key is asked for next', async () => {
    editor.current.state.files.set('/home/User/chatLanguageModels.json', list);
    const replies = ['chatLanguageModels.json', 'Read VS Code’s own file', 'm', 'Leave', 'Apply'];
    await add(groq, [...replies, 'Set API Key…']);
    expect(settings()['tierwise.providers']).toEqual({
      gateway: { name: 'Gateway', wire: 'openaiCompatible', baseUrl: 'https://g.example/v1' },
    });
    expect(settings()['tierwise.tiers']).toMatchObject({
      fast: ['gateway/m', 'anthropic/claude-haiku-5-5'],
    });
    expect(editor.current.state.told).toContain('tierwise.setApiKey gateway');
    expect(world.pages[0]!.markdown()).toContain('| Copilot | Tierwise uses these models through');
  });

  test.each([0, 1, 2, 3, 4])('cancelled at question %i, nothing is written', async (at) => {
    editor.current.state.files.set('/home/User/chatLanguageModels.json', list);
    const replies = ['chatLanguageModels.json', 'Read VS Code’s own file', 'm', 'Leave', 'Apply'];
    await add(groq, [...replies.slice(0, at), cancel]);
    expect(editor.current.state.settings).toBe(before);
  });

  test('another program’s file comes from a dialog; a dialog that is closed ends it', async () => {
    await add(groq, ['A file of another program']);
    expect(editor.current.state.settings).toBe(before);
    await server!.close();
    vi.unstubAllGlobals();
    editor.current.state.chosenFile = '/c/config.yaml';
    editor.current.state.files.set(
      '/c/config.yaml',
      'model_list:\n  - { model_name: a, litellm_params: { model: mistral/x, api_key: os.environ/K } }\n',
    );
    await add(groq, ['A file of another program', 'x', 'Leave', 'Apply', cancel]);
    expect(Object.keys(settings()['tierwise.providers'] ?? {})).toEqual(['mistral']);
  });

  test('what YAML names once and merges into several models is read in each', async () => {
    editor.current.state.chosenFile = '/c/config.yaml';
    const text =
      'usual: &usual { provider: mistral, apiKey: k }\nmodels:\n  - { <<: *usual, name: A, model: x }\n';
    editor.current.state.files.set('/c/config.yaml', text);
    await add(groq, ['A file of another program', 'x', 'Leave', 'Apply', cancel]);
    expect(Object.keys(settings()['tierwise.providers'] ?? {})).toEqual(['mistral']);
  });

  test('a file in a format that is not read is named by what it holds', async () => {
    editor.current.state.chosenFile = '/c/config.toml';
    editor.current.state.files.set('/c/config.toml', '[model_providers.a]\nname = "A"\n');
    await expect(add(groq, ['A file of another program'])).rejects.toThrow(/Nothing in this file/);
    expect(world.pages.at(-1)!.markdown()).toContain('Codex');
  });

  test.each([
    ['{ "a": }', /not valid JSON: line 1/],
    ['a: [', /not valid YAML/],
    ['model_list: []', /Nothing in this file can be imported/],
    [`model_list: [${'x'.repeat(1_000_001)}]`, /at most 1,000,000/],
  ])('a file that says nothing is refused: %#', async (text, problem) => {
    editor.current.state.chosenFile = '/c/config.yaml';
    editor.current.state.files.set('/c/config.yaml', text);
    await expect(add(groq, ['A file of another program'])).rejects.toThrow(problem);
    expect(editor.current.state.settings).toBe(before);
  });
});
