import { canSee, skills } from '../models.ts';
import { editFor, proseFor } from './answers.ts';
import { allDefects } from './defects/allDefects.ts';
import { nestingOf, newFindings } from './earlier.ts';
import { feature, gapsIn } from './feature.ts';
import type { JudgePrompt } from './judgePrompt.ts';
import { lineOf, replaceTarget, startsIn, type Source } from './source.ts';
import { fencedIn, uncapitalised } from './words.ts';
import type { Work } from './work.ts';

interface Problem {
  /** The answer in its file: an edit replaces the target. */
  readonly line: number | null;
  readonly message: string;
}

/** Judges as JSON: an answer passes if it has everything that this model would have done itself. */
export function judge({ kind, answer }: JudgePrompt, work: Work): string {
  const problems = problemsIn(kind, answer, work);
  return JSON.stringify({ pass: problems.length === 0, problems });
}

function problemsIn(kind: JudgePrompt['kind'], answer: string, work: Work): Problem[] {
  if (kind === 'prose') return unsaid(work, answer);
  const block = fencedIn(answer) ?? answer;
  if (kind === 'edit') return editProblems(work, block);
  return newFindings(work, block).map(({ line, message }) => ({ line, message }));
}

/** The facts that this model would have stated. */
function unsaid(work: Work, answer: string): Problem[] {
  return proseFor(work)
    .split('\n')
    .filter((line) => /^(?:-|###) /.test(line) && !answer.includes(line))
    .map((line) => ({ line: null, message: `It does not say: ${line.replace(/^\S+ /, '')}` }));
}

function editProblems(work: Work, code: string): Problem[] {
  const own = editFor(work).code;
  const answered = replaceTarget(work.source, code);
  const unmendable = new Set(errorsIn(replaceTarget(work.source, own), work).map(messageOf));
  const problems = errorsIn(answered, work).filter(({ message }) => !unmendable.has(message));
  const { type, target } = work.prompt;
  if (type === 'refactor' && nestingOf(code) > nestingOf(own)) {
    const message = `It still nests ${nestingOf(code)} conditions; ${nestingOf(own)} are enough.`;
    problems.push({ line: target.startLine, message });
  }
  if (type === 'debug' && problems.length === 0) problems.push(...hiddenDefects(work, code, own));
  if (type === 'feature') problems.push(...featureProblems(work, answered, code, own));
  return problems;
}

function errorsIn(source: Source, { skill }: Work): Problem[] {
  return allDefects
    .filter(({ severity, needs }) => severity === 'error' && canSee(skill, needs))
    .flatMap(({ find }) => find(source))
    .map(({ node, message }) => ({ line: lineOf(node), message }));
}

/** A weaker practice model's mistake can hide the shape of a defect without fixing it. */
function hiddenDefects(work: Work, code: string, own: string): Problem[] {
  if (code.trim() === own.trim()) return [];
  const weaker = skills
    .filter((skill) => skill !== work.skill && canSee(work.skill, skill))
    .find((skill) => editFor({ ...work, skill }).code.trim() === code.trim());
  if (!weaker) return [];
  const seen = new Set(errorsIn(work.source, { ...work, skill: weaker }).map(messageOf));
  return errorsIn(work.source, work)
    .filter(({ message }) => !seen.has(message))
    .map(({ line, message }) => ({ line, message: `Not fixed: ${uncapitalised(message)}` }));
}

function featureProblems(work: Work, answered: Source, code: string, own: string): Problem[] {
  const gaps =
    own.trim() === code.trim()
      ? []
      : gapsIn(answered.file).filter((gap) => startsIn(answered, gap));
  if (gaps.length > 0) {
    return gaps.map((gap) => ({ line: lineOf(gap), message: 'This is still not implemented.' }));
  }
  // The small practice model writes this; only a model that would not write it sees what is missing.
  const naive = feature({ ...work, skill: 'plain' }).code;
  if (code.trim() !== naive.trim() || naive === own) return [];
  const message = 'Records with the same key are dropped instead of being put together.';
  return [{ line: work.prompt.target.startLine, message }];
}

function messageOf({ message }: Problem): string {
  return message;
}
