import { expect, test } from 'vitest';
import { bytesOf } from '../../../../src/routing/classify/linearModel.ts';

test.each([0, 1, 2, 3, 4, 255, 256, 1000])('%i bytes come back', (length) => {
  const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 37) % 256));
  expect(Buffer.from(bytesOf(bytes.toString('base64')))).toEqual(bytes);
});
