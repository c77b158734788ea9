import { stdin, stdout } from 'node:process';
import { join } from 'node:path';
import { openTriageWorld, triageWorkflow } from '../../bench/triage/world.ts';
import { runWorkflow } from '../../src/execution/workflow/engine.ts';
import {
  JournalInUse,
  openJournal,
  readJournal,
} from '../../src/execution/workflow/journal/journal.ts';
import { inSession } from './sessionReport.ts';

// A window that runs the support triage: `triageWindow.ts <url> <folder> <step to stop after> <letter>`.
// It stops once that step is recorded, reports this and waits to be killed. Without a step it resumes
// the run in the folder, and reports `in use` if another window has it.
const [url = '', folder = '', last = '', message = ''] = process.argv.slice(2);
const file = join(folder, 'run.jsonl');
const { context, close } = await openTriageWorld(url, folder);
const kept = await openJournal(file).catch((error: unknown) => {
  if (!(error instanceof JournalInUse)) throw error;
  stdout.write('in use\n');
  process.exit(0);
});
const earlier = last === '' ? await readJournal(file) : [];
let isOver = false;
const journal = {
  ...kept,
  write(event: Parameters<typeof kept.write>[0]) {
    kept.write(event);
    isOver ||= last !== '' && event.kind === 'stepEnded' && event.step === last;
  },
  async saved() {
    await kept.saved();
    if (!isOver) return;
    stdout.write('stopped\n');
    stdin.resume();
    await new Promise(() => undefined);
  },
};
const running = runWorkflow(
  {
    workflow: await triageWorkflow(),
    inputs: { message },
    journal,
    ...(last === '' && { earlier: { use: 'resume', events: earlier } }),
  },
  context,
  new AbortController().signal,
);
let next = await running.next();
while (!next.done) next = await running.next();
const { total } = await context.ledger.report(inSession('bench'));
stdout.write(`${JSON.stringify({ end: next.value, total })}\n`);
await kept.close();
await close();
