import { once } from 'node:events';
import type { BatchFile } from '../../src/evaluation/batch/batchFile.ts';
import { batchLedgerIn, driveIn, requestsOf, spentIn } from '../../test/support/batchLife.ts';
import type { FromWindow, ToWindow, WindowTask } from './messages.ts';

/*
 * A window that goes on with a job of batches, as a process of its own: the bench kills it. In come its task
 * and the time; out go the moments at which it writes facts, and what the job came to.
 */

/** A dead window's lease is over before the next one looks, so that its open calls count as orphaned. */
const leaseMs = 1;
const task = JSON.parse(process.argv[2]!) as WindowTask;
let { nowMs } = task;

async function ask(question: FromWindow): Promise<void> {
  const answered = once(process, 'message');
  process.send!(question);
  const [answer] = (await answered) as [ToWindow];
  nowMs = answer.nowMs;
}

function told(file: BatchFile): BatchFile {
  return {
    ...file,
    async append(more) {
      const facts = [...new Set(more.map(({ kind }) => kind))];
      await ask({ kind: 'facts', facts, isWritten: false });
      await file.append(more);
      await ask({ kind: 'facts', facts, isWritten: true });
    },
  };
}

const ledger = batchLedgerIn(task.folder, leaseMs);
const { results } = await driveIn(
  {
    ...task,
    ledger,
    requestId: 'job',
    now: () => nowMs,
    wait: (untilMs) => ask({ kind: 'wait', untilMs }),
  },
  requestsOf(task.requests),
  { through: told },
);
const count = (kind: string) => [...results.values()].filter((each) => each.kind === kind).length;
const [answered, failed] = [count('answered'), count('failed')];
const others = results.size - answered - failed;
const done = { kind: 'done', answered, failed, others, ...(await spentIn(ledger)) } as const;
await ledger.close();
process.send!(done satisfies FromWindow, () => process.disconnect());
