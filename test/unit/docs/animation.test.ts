import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';

const animation = readFileSync(join(root, 'media', 'tierwise.webp'));
const { format, width, height, pages, delay, loop } = await sharp(animation).metadata();

test('the README shows an animation that plays again and again, in the size of its text', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('](media/tierwise.webp)');
  expect({ format, width, height, loop }).toEqual({
    format: 'webp',
    width: 1000,
    height: 640,
    loop: 0,
  });
});

test('it is short, and small enough for a slow connection', () => {
  const seconds = (delay ?? []).reduce((sum, ms) => sum + ms, 0) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(12);
  expect(seconds).toBeLessThanOrEqual(18);
  expect(pages).toBeLessThanOrEqual(25);
  expect(animation.length).toBeLessThanOrEqual(350_000);
});
