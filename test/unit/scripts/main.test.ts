import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/tools.mjs';

/** Runs a program whose code has the scripts' `main` and `run`. Resolves to its exit and output. */
function outcomeOf(code: string): { status: number | null; said: string } {
  const script = `
    import { main } from './scripts/main.mjs';
    import { run } from './scripts/processes.mjs';
    ${code}`;
  const args = ['--input-type=module', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { status, said: stderr.trim() };
}

const childThat = (code: string) =>
  `main(() => run(process.execPath, ['--eval', ${JSON.stringify(code)}], {}));`;

test.each([
  ['ends well', 'main(async () => {});', 0, /^$/],
  ['gives a code', 'main(async () => 3);', 3, /^$/],
  ['fails', "main(async () => { throw new Error('No room.'); });", 1, /No room/],
  [
    'waits for what never comes',
    'main(() => new Promise(() => {}));',
    1,
    /stopped before it was done/,
  ],
  ['runs a program that fails', childThat('process.exit(4)'), 4, /^$/],
  [
    'runs a program that is killed',
    childThat("process.kill(process.pid, 'SIGKILL')"),
    143,
    /was ended by SIGKILL/,
  ],
])('a script that %s says so', (_, code, status, words) => {
  const outcome = outcomeOf(code);
  expect(outcome.status).toBe(status);
  expect(outcome.said).toMatch(words);
});
