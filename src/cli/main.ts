import { runCommandLine } from './commandLine.ts';
import { fillInOlderNode } from './olderNode.ts';

fillInOlderNode();

// A reader such as `head` may close our output early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
