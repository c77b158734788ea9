import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PracticeServer, startPracticeServer } from '../../../demo/practiceServer/server.ts';

let server: PracticeServer;
beforeAll(async () => {
  server = await startPracticeServer({ pace: 0 });
});
afterAll(() => server.close());

const body = { model: 'practice-small', max_tokens: 100, stream: true };
const said = [{ role: 'user', content: 'Hi' }];
test.each([
  ['/anthropic/v1/messages', { ...body, messages: said }, 'event: ping'],
  ['/openai/v1/responses', { model: body.model, stream: true, input: 'Hi' }, ': keepalive'],
  ['/compatible/v1/chat/completions', { ...body, messages: said }, ': keepalive'],
])('%s sends only signs of life while the model thinks', async (path, asked, ping) => {
  server.addFaults({ kind: 'thinkSilently', ms: 20, pingEveryMs: 5 });
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'anthropic-version': '2026-10-21' },
    body: JSON.stringify(asked),
  });
  const sent = await response.text();
  expect(sent.split(ping).length - 1).toBeGreaterThanOrEqual(4);
  expect(sent.lastIndexOf(ping)).toBeGreaterThan(0);
});
