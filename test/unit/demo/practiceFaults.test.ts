import type { ChatCompletion } from 'openai/resources/chat/completions/completions';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startPracticeServer, type PracticeServer } from '../../../demo/practiceServer/server.ts';

let server: PracticeServer;
beforeAll(async () => {
  server = await startPracticeServer({ pace: 0.02 });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' } },
      required: ['city', 'days'],
    },
  },
};

function post(path: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    redirect: 'manual',
    ...init,
  });
}

function chat(fields: object = {}, init: RequestInit = {}): Promise<Response> {
  const messages = [{ role: 'user', content: 'Hello' }];
  return post(
    '/compatible/v1/chat/completions',
    { model: 'practice-small', messages, ...fields },
    init,
  );
}

async function completion(fields: object = {}): Promise<ChatCompletion> {
  return (await (await chat(fields)).json()) as ChatCompletion;
}

async function addFault(fault: object): Promise<void> {
  const response = await post('/practice/faults', { next: [fault] });
  expect(response.status).toBe(200);
}

test('a redirect has the requested location', async () => {
  await addFault({ kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere' });
  const response = await chat();
  expect(response.status).toBe(307);
  expect(response.headers.get('location')).toBe('http://127.0.0.1:9/elsewhere');
  expect(server.billing()).toEqual([]);
});

test('a fault of one model waits for that model, and does not hold up those behind it', async () => {
  await addFault({ kind: 'status', status: 503, model: 'practice-large' });
  await addFault({ kind: 'status', status: 529 });
  const statusOf = async (model: string) => (await chat({ model })).status;
  expect(await statusOf('practice-small')).toBe(529);
  expect(await statusOf('practice-small')).toBe(200);
  expect(await statusOf('practice-large')).toBe(503);
  expect(await statusOf('practice-large')).toBe(200);
});

test('a page of HTML comes with status 200', async () => {
  await addFault({ kind: 'html' });
  const response = await chat();
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/html');
});

test('a length fault ends the answer early and is billed so', async () => {
  await addFault({ kind: 'length', afterChars: 14 });
  const cut = await completion();
  expect(cut.choices[0]).toMatchObject({
    finish_reason: 'length',
    message: { content: 'Practice model' },
  });
  expect(cut.usage?.completion_tokens).toBe(server.billing()[0]?.usage.outputTokens);
});

test('a hanging call is billed for its input when the client gives up', async () => {
  await addFault({ kind: 'hang' });
  const stop = new AbortController();
  const hanging = chat({}, { signal: stop.signal }).catch(() => 'stopped');
  await expect.poll(() => server.requests().length).toBe(1);
  stop.abort();
  expect(await hanging).toBe('stopped');
  await server.idle();
  expect(server.billing()).toMatchObject([{ status: 'aborted', usage: { outputTokens: 0 } }]);
});

test('usage is in a stream only when it is asked for', async () => {
  const without = await (await chat({ stream: true })).text();
  const asked = { stream: true, stream_options: { include_usage: true } };
  const withUsage = await (await chat(asked)).text();
  expect(without).not.toContain('"usage"');
  expect(withUsage).toContain('"usage"');
  for (const text of [without, withUsage]) expect(text).toMatch(/data: \[DONE\]\n\n$/);
});

test.each([
  { words: 'Please call get_weather now', json: '{"city":"practice","days":1}' },
  { words: 'call get_weather with {"city": "Bonn", "days": 3}', json: '{"city":"Bonn","days":3}' },
])('a tool is called when the message says so: $words', async ({ words, json }) => {
  const messages = [{ role: 'user', content: words }];
  const answer = await completion({ messages, tools: [weather] });
  expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
  expect(answer.choices[0]?.message.tool_calls).toMatchObject([
    { type: 'function', function: { name: 'get_weather', arguments: json } },
  ]);
});

test('a tool that was not requested is not called', async () => {
  const answer = await completion({ tools: [weather] });
  expect(answer.choices[0]?.finish_reason).toBe('stop');
});

test.each([
  { path: '/anthropic/v1/messages', error: { type: 'error' } },
  { path: '/openai/v1/responses', error: { error: { type: 'invalid_request_error' } } },
  { path: '/compatible/v1/chat/completions', error: { error: { type: 'invalid_request_error' } } },
])('a request without a model is refused in the words of $path', async ({ path, error }) => {
  const response = await post(path, {});
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject(error);
});

test('the models are listed', async () => {
  const response = await fetch(`${server.url}/compatible/v1/models`);
  const list = (await response.json()) as { data: { id: string }[] };
  expect(list.data.map(({ id }) => id)).toEqual([
    'practice-small',
    'practice-medium',
    'practice-large',
  ]);
});

test('the bill is readable over HTTP and can be reset', async () => {
  await chat();
  const read = async () => (await fetch(`${server.url}/practice/billing`)).json();
  expect(await read()).toEqual(server.billing());
  expect(server.billing()).toHaveLength(1);
  await post('/practice/reset', {});
  expect(await read()).toEqual([]);
});
