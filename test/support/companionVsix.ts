import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/processes.mjs';
import { ensureTools, root } from '../../scripts/tools.mjs';

let packed: Promise<string> | undefined;

/** Packs the extension in `companion/`, once in a process; the same source gives the same bytes. */
export function companionVsix(): Promise<string> {
  return (packed ??= pack());
}

async function pack(): Promise<string> {
  const tools = await ensureTools();
  const out = join(root, 'test-results', 'companion.vsix');
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--allow-star-activation',
  ];
  const code = await run('vsce', [...args, '--out', out], {
    cwd: join(root, 'test', 'support', 'companion'),
    env: { ...tools.env, SOURCE_DATE_EPOCH: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) throw new Error('vsce could not pack the companion; the cause is above.');
  return out;
}
