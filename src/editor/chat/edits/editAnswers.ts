import { randomUUID } from 'node:crypto';
import type { AttemptEnd } from '../../../execution/events.ts';
import type { WorkerGates } from '../../../execution/gates/workerGates.ts';
import { toCandidate } from '../../../execution/plan/gateAnswer.ts';
import type { Decision } from '../../../routing/decision.ts';
import type { Task } from '../../../routing/task.ts';
import type { Answer } from '../../answers/answer.ts';
import { fencedBlock } from '../../platform/escape.ts';
import { changedLines } from '../../workflows/results/changedLines.ts';
import type { ChangedFile } from './readEdits.ts';

/** A turn of the chat whose answer changes files. */
export interface EditingTurn {
  readonly requestId: string;
  readonly task: Task;
  readonly decision: Decision;
  readonly end: AttemptEnd;
}

/**
 * An answer for one file, to accept, reject or escalate like any other. Code that a model left out of it is
 * found by the gate `complete`; its verdict is shown and asked about, and not recorded, because the model
 * answered for all files at once.
 */
export async function editAnswer(
  file: ChangedFile,
  turn: EditingTurn,
  { gates }: Pick<WorkerGates, 'gates'>,
): Promise<Answer> {
  const { target, code } = changedLines(file.before ?? '', file.after);
  const { attemptId, choice } = turn.end;
  const task: Task = { ...taskOf(file, turn.task), target };
  const text = fencedBlock(code, file.language);
  const end = { ...turn.end, text, toolCalls: [] };
  const abort = new AbortController();
  const candidate = toCandidate(task, end, { last: true, statesConfidence: false });
  const verdict = await gates.complete.check(candidate, abort.signal);
  return {
    id: turn.requestId,
    task,
    decision: turn.decision,
    plan: { kind: 'direct', choice },
    abort,
    binding: {
      uri: file.uri,
      proposed: { runId: turn.requestId },
      ...(file.version !== undefined && { version: file.version }),
    },
    rungs: [{ attemptId, choice, how: 'first', text, verdicts: [verdict], end }],
    end,
  };
}

/** The task behind a change to one file, without its target. */
function taskOf(
  { path, before, language }: ChangedFile,
  { type, instruction, stay, critical }: Task,
): Omit<Task, 'target'> {
  return {
    id: randomUUID(),
    type,
    answerKind: 'edit',
    instruction,
    language,
    path,
    fileText: before ?? '',
    diagnostics: [],
    earlier: [],
    ...(stay && { stay }),
    ...(critical !== undefined && { critical }),
  };
}
