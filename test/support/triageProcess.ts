import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('triageWindow.ts', import.meta.url));
const letter = 'My order is B-1001. It has not arrived.\nRegards, Ada Moor';

/** `triageWindow.ts` in a process of its own; without a step to stop after it takes up the run there is. */
export function startTriageProcess(serverUrl: string, folder: string, stopAfter: string) {
  const child = spawn(process.execPath, [program, serverUrl, folder, stopAfter, letter], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  return { child, closed };
}
