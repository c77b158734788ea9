import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFor } from '../demo/practiceServer/practiceSettings.mjs';
import { root } from './tools.mjs';

/**
 * User settings that point Tierwise at a practice model server.
 * @param {string} url The address of the practice server.
 * @param {{ auth?: 'none' | 'bearer' }} [options] Defaults to `none`, without a key.
 * @returns {Record<string, unknown>}
 */
export function practiceSettings(url, { auth = 'none' } = {}) {
  const file = join(root, 'demo', 'practiceServer', 'prices.json');
  const { models } = JSON.parse(readFileSync(file, 'utf8'));
  return settingsFor(url, { prices: models, auth });
}
