import type { AttemptOutcome } from '../../../ledger/facts.ts';
import type { Task } from '../../../routing/task.ts';
import { couldNotRun, type Finding, type Verdict } from '../../../routing/verdict.ts';
import { changesInstead } from '../../answer/files/changesInstead.ts';
import { answeredCode, parseEdit, subjectOf } from '../../answer/parseAnswer.ts';
import { asksToTakeOut, takesOut } from '../../answer/takeOut.ts';
import type { Candidate, Gate } from '../gate.ts';
import { otherFormOf } from '../writtenForm.ts';
import { codeLines } from './codeLines.ts';
import { readInstruction } from './asked.ts';
import type { ScopeProblem } from './edit.ts';
import { elisionsIn } from './elisions.ts';
import { lossesIn } from './losses.ts';
import { repetitionsIn } from './repetitions.ts';

/*
 * This folder is the `complete` gate. It reads the text alone, without a grammar or a program. An
 * answer comes in; findings go out when it broke off, is no plain code (`answer/otherForms.ts`), leaves
 * code out (`elisions.ts`), repeats code from around the target (`repetitions.ts`) or loses some of the
 * target (`losses.ts`), be it names, imports, brackets or what is written beside the code (`lostNotes.ts`). `codeLines.ts` splits lines into code, comments and strings with the rules of
 * `lexis.ts`.
 */

const notWhole: Readonly<Record<Exclude<AttemptOutcome, 'complete'>, string>> = {
  truncated: 'The answer reached the token limit and was cut off.',
  cutOff: 'The answer broke off before its end.',
  refused: 'The model refused to answer.',
  empty: 'The answer is empty.',
  cancelled: 'The answer was cancelled.',
  failed: 'The call failed.',
};

/** Checks that the answer is finished, leaves no code out, and holds only what was asked for. */
export const completeGate: Gate = {
  name: 'complete',
  async check(candidate, signal) {
    signal.throwIfAborted();
    return verdictOn(findingsAgainst(candidate));
  },
};

/** What was found; a doubt is shown to the developer, and does not fail the answer. */
interface Doubted extends Finding {
  readonly doubtful?: true;
}

function verdictOn(found: readonly Doubted[]): Verdict {
  const evidence = found.filter(({ doubtful }) => !doubtful);
  if (evidence.length > 0) return { gate: 'complete', kind: 'fail', evidence };
  if (found.length === 0) return { gate: 'complete', kind: 'pass' };
  const doubts = found.map(({ message }) => message).join(' ');
  return couldNotRun(
    'complete',
    `${doubts} The instruction does not say clearly whether that is wanted, so look at the diff.`,
  );
}

function findingsAgainst({ task, text, outcome }: Candidate): Doubted[] {
  if (outcome !== 'complete') return [{ message: notWhole[outcome] }];
  if (text.trim() === '') return [{ message: notWhole.empty }];
  return task.answerKind === 'edit' ? findingsInEdit(task, text) : [];
}

function findingsInEdit(task: Task, text: string): Doubted[] {
  const changes = changesInstead(task, text);
  if (changes && 'code' in changes) return findingsInCode(task, changes.code);
  const { code, closed, hasMore } = parseEdit(text, subjectOf(task));
  const form = closed || changes ? otherFormOf(task, text) : undefined;
  if (form !== undefined) return [{ message: form }];
  if (code === undefined) return [{ message: 'The answer has no code block.' }];
  if (!closed) return [{ message: 'The code block of the answer is not closed.' }];
  if (hasMore) {
    return [{ message: 'The answer has more than one code block.' }];
  }
  return findingsInCode(task, answeredCode(task, text) ?? code);
}

/** An empty block takes lines out, which has to be asked for. */
function findingsInRemoval({ instruction }: Task): Doubted[] {
  const isAsked = asksToTakeOut(instruction);
  if (isAsked === 'yes') return [];
  const message = 'The code block of the answer is empty.';
  return [{ message, ...(isAsked === 'unclear' && { doubtful: true }) }];
}

function findingsInCode(task: Task, code: string): Doubted[] {
  if (takesOut(code, task.target.text)) return findingsInRemoval(task);
  const { language, fileText, path } = task;
  const { startLine, endLine, text } = task.target;
  const fileLines = fileText.split(/\r?\n/);
  const answer = linesOf(code, language);
  const target = linesOf(text, language);
  const edit = {
    language,
    instruction: task.instruction,
    before: fileLines.slice(0, startLine - 1),
    target: target.raw,
    after: fileLines.slice(endLine),
    answer: answer.raw,
  };
  const asked = readInstruction(task.instruction, task.type);
  const elisions: ScopeProblem[] = elisionsIn(answer, target, language, asked).map(
    ({ line, text: elided }) => ({
      line,
      message: `The answer leaves code out: ${elided}`,
    }),
  );
  return [...elisions, ...repetitionsIn(edit), ...lossesIn(edit, task.type, asked)].map(
    ({ line, message, doubtful }) => ({
      path,
      line: startLine + line,
      message,
      ...(doubtful && { doubtful }),
    }),
  );
}

function linesOf(text: string, language: string) {
  return { raw: text.split(/\r?\n/), read: codeLines(text, language) };
}
