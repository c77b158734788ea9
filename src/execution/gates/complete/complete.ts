import type { AttemptOutcome } from '../../../ledger/facts.ts';
import type { Task } from '../../../routing/task.ts';
import { couldNotRun, type Finding, type Verdict } from '../../../routing/verdict.ts';
import { answeredCode, parseEdit, subjectOf } from '../../answer/parseAnswer.ts';
import { asksToTakeOut, takesOut } from '../../answer/takeOut.ts';
import type { Candidate, Gate } from '../gate.ts';
import { codeLines } from './codeLines.ts';
import { elisionsIn } from './elisions.ts';
import { lossesIn } from './losses.ts';
import { repetitionsIn } from './repetitions.ts';

/*
 * This folder is the `complete` gate. It reads the text alone, without a grammar or a program. An
 * answer comes in; findings go out when it broke off, leaves code out (`elisions.ts`), repeats code
 * from around the target (`repetitions.ts`) or loses some of the target (`losses.ts`). `codeLines.ts`
 * splits lines into code, comments and strings with the rules of `lexis.ts`.
 */

const notWhole: Readonly<Record<Exclude<AttemptOutcome, 'complete'>, string>> = {
  truncated: 'The answer reached the token limit and was cut off.',
  cutOff: 'The answer broke off before its end.',
  refused: 'The model refused to answer.',
  empty: 'The answer is empty.',
  cancelled: 'The answer was cancelled.',
  failed: 'The call failed.',
};

const proseLanguages: ReadonlySet<string> = new Set(
  'markdown plaintext latex restructuredtext asciidoc html xml'.split(' '),
);

/** Checks that the answer is finished, leaves no code out, and holds only what was asked for. */
export const completeGate: Gate = {
  name: 'complete',
  async check(candidate, signal) {
    signal.throwIfAborted();
    return unclearRemoval(candidate) ?? verdict(findingsAgainst(candidate));
  },
};

function verdict(evidence: readonly Finding[]): Verdict {
  return evidence.length === 0
    ? { gate: 'complete', kind: 'pass' }
    : { gate: 'complete', kind: 'fail', evidence };
}

function findingsAgainst({ task, text, outcome }: Candidate): Finding[] {
  if (outcome !== 'complete') return [{ message: notWhole[outcome] }];
  if (text.trim() === '') return [{ message: notWhole.empty }];
  return task.answerKind === 'edit' ? findingsInEdit(task, text) : [];
}

function findingsInEdit(task: Task, text: string): Finding[] {
  const { code, closed, hasMore } = parseEdit(text, subjectOf(task));
  if (code === undefined) return [{ message: 'The answer has no code block.' }];
  if (!closed) return [{ message: 'The code block of the answer is not closed.' }];
  if (hasMore) {
    return [{ message: 'The answer has more than one code block.' }];
  }
  if (takesOut(code, task.target.text)) {
    return asksToTakeOut(task.instruction) === 'yes' ? [] : [{ message: emptyBlock }];
  }
  return proseLanguages.has(task.language)
    ? []
    : findingsInCode(task, answeredCode(task, text) ?? code);
}

const emptyBlock = 'The code block of the answer is empty.';

/** Where the instruction cannot be read, it may ask for just that: nobody can tell. */
function unclearRemoval({ task, text, outcome }: Candidate): Verdict | undefined {
  if (outcome !== 'complete' || task.answerKind !== 'edit') return undefined;
  const { code, closed, hasMore } = parseEdit(text, subjectOf(task));
  if (code === undefined || !closed || hasMore) return undefined;
  if (!takesOut(code, task.target.text)) return undefined;
  return asksToTakeOut(task.instruction) === 'unclear'
    ? couldNotRun('complete', `${emptyBlock} It takes the lines out.`)
    : undefined;
}

function findingsInCode(task: Task, code: string): Finding[] {
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
  const elisions = elisionsIn(answer, target, language).map(({ line, text: elided }) => ({
    line,
    message: `The answer leaves code out: ${elided}`,
  }));
  return [...elisions, ...repetitionsIn(edit), ...lossesIn(edit, task.type)].map(
    ({ line, message }) => ({ path, line: startLine + line, message }),
  );
}

function linesOf(text: string, language: string) {
  return { raw: text.split(/\r?\n/), read: codeLines(text, language) };
}
