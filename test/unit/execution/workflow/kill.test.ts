import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startPracticeServer,
  type PracticeServer,
} from '../../../../demo/practiceServer/server.ts';
import { readJournal } from '../../../../src/execution/workflow/journal/journal.ts';
import { spentIn, traceOf } from '../../../../src/execution/workflow/journal/trace.ts';
import { startTriageProcess } from '../../../support/triageProcess.ts';

let practice: PracticeServer;
beforeAll(async () => void (practice = await startPracticeServer({ pace: 0 })));
afterAll(() => practice.close());

/** Runs a window until it prints something, and kills it when it only prints that it has stopped. */
async function windowSays(folder: string, stopAfter: string): Promise<string> {
  const { child, closed } = startTriageProcess(practice.url, folder, stopAfter);
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said === 'stopped\n') child.kill('SIGKILL');
  }
  await closed;
  return said;
}

const steps = ['intent', 'customer', 'order', 'triage', 'answer', 'compliance'];
test.each(steps)(
  'a window killed after the step %s: the next one finishes, and each step is billed once',
  async (step) => {
    practice.reset();
    const folder = await mkdtemp(join(tmpdir(), 'kill-'));
    try {
      expect(await windowSays(folder, step)).toBe('stopped\n');
      const { end, total } = JSON.parse(await windowSays(folder, ''));
      await practice.idle();
      const bills = practice.billing();
      const billed = bills.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
      expect(end).toMatchObject({ status: 'done', value: expect.stringContaining('the carrier') });
      expect(bills.map(({ model }) => model)).toEqual([
        'practice-small',
        'practice-small',
        'practice-medium',
        'practice-large',
        'practice-small',
      ]);
      const trace = spentIn(traceOf(await readJournal(join(folder, 'run.jsonl'))));
      const reported = [total.nanoUsd, trace.practice?.nanoUsd, end.practiceNanoUsd];
      expect(reported).toEqual([billed, billed, billed]);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  60_000,
);
