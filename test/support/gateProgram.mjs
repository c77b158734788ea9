// A gate command for tests: `gateProgram.mjs <folder for records> <file to judge> …`. It records how it
// was called. A file that contains "* 2" fails; for one that contains "* 3", the program never ends.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , records = '', file = ''] = process.argv;
const call = { argv: process.argv.slice(1), cwd: process.cwd() };
appendFileSync(join(records, 'calls.jsonl'), `${JSON.stringify(call)}\n`);
const text = readFileSync(file, 'utf8');
if (text.includes('* 2')) {
  console.log(`${file}:1: doubled`);
  process.exitCode = 1;
}
if (text.includes('* 3')) holdOn();

/** This process, and another that left its group, ignore requests to end. */
function holdOn() {
  process.on('SIGTERM', () => {});
  const stay = "process.on('SIGTERM', () => {}); process.send('up'); setInterval(() => {}, 1e9);";
  const child = spawn(process.execPath, ['-e', stay], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.once('message', () => {
    const pids = join(records, 'pids.json');
    writeFileSync(`${pids}.part`, JSON.stringify([process.pid, child.pid]));
    renameSync(`${pids}.part`, pids);
  });
}
