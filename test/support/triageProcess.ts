import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('triageWindow.ts', import.meta.url));
const letter = 'My order is B-1001. It has not arrived.\nRegards, Ada Moor';

/** Runs `triageWindow.ts` in a separate process. Without a step to stop after, it resumes the run. */
export function startTriageProcess(serverUrl: string, folder: string, stopAfter: string) {
  const child = spawn(process.execPath, [program, serverUrl, folder, stopAfter, letter], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  return { child, closed };
}
