import { expect, test } from 'vitest';
import { pastedKey } from '../../../../src/providers/http/pastedKey.ts';

test.each([
  'sk-a.B_c-1',
  '  sk-a.B_c-1\n',
  '"sk-a.B_c-1"',
  "'sk-a.B_c-1'",
  '“sk-a.B_c-1”',
  'OPENAI_API_KEY=sk-a.B_c-1',
  'export OPENAI_API_KEY="sk-a.B_c-1"',
  "export HF_TOKEN='sk-a.B_c-1';",
  'set GROQ_API_KEY=sk-a.B_c-1',
  '$env:OPENAI_API_KEY = "sk-a.B_c-1"',
  '"api_key": "sk-a.B_c-1",',
  'apiKey: sk-a.B_c-1',
  'Bearer sk-a.B_c-1',
  'Authorization: Bearer sk-a.B_c-1',
  '"Bearer sk-a.B_c-1"',
])('%j is the key in it', (text) => {
  expect(pastedKey(text)).toBe('sk-a.B_c-1');
});

test.each(['', 'AbCd1234==', 'key-abc123', 'token_abc', 'ABkeyCD12==', 'ABkeyCD12=', 'two words'])(
  '%j stays as it is',
  (text) => {
    expect(pastedKey(text)).toBe(text);
  },
);
