import { expect, test } from 'vitest';
import { errorLine } from '../../../../../src/providers/http/errors/errorLine.ts';

// llama.cpp and GPUStack: gpustack/gpustack#852, 2024-12, and #6155, 2026-08.
test.each<[string, unknown]>([
  ['error: {"code":400,"message":"Too big."}', { code: 400, message: 'Too big.' }],
  ['error:{"message":"Too big."}\r', { message: 'Too big.' }],
  ['{"error":{"message":"Too big."}}', { error: { message: 'Too big.' } }],
  ['{"id":"c","choices":[]}', undefined],
  ['data: {"error":{"message":"Too big."}}', undefined],
  [': comment {"error":1}', undefined],
  ['error: something', undefined],
  ['error: {"half', undefined],
  ['error: [1]', undefined],
  ['', undefined],
])('the line %j holds %o', (line, body) => {
  expect(errorLine(line)).toEqual(body);
});
