import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../../demo/practiceServer/main.ts');

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the server says where it is and ends on %s',
  async (signal) => {
    const server = spawn(process.execPath, [main, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(server, 'exit');
    const [line] = await once(createInterface(server.stdout), 'line');
    const { url } = JSON.parse(line);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/practice/billing`)).status).toBe(200);
    server.kill(signal);
    expect(await exited).toEqual([0, null]);
  },
);
