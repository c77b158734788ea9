import { join } from 'node:path';
import { startGroup } from './processes.mjs';
import { root } from './tools.mjs';

/**
 * Starts the practice model server on a free port of 127.0.0.1.
 * @param {import('./tools.mjs').Tools} tools
 * @param {{ pace?: number }} [options] Factor on the models' delays.
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startPracticeServer(tools, { pace = 1 } = {}) {
  const main = join(root, 'demo', 'practiceServer', 'main.ts');
  const server = startGroup(tools.node, [main, '--port', '0', '--pace', String(pace)], {
    env: tools.env,
  });
  const [, url = ''] = await server.ready(/"url":\s*"([^"]+)"/);
  return { url, stop: server.stop };
}
