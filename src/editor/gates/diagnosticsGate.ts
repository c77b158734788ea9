import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { Candidate, Gate } from '../../execution/gates/gate.ts';
import type { ProjectCopy } from '../../execution/sandbox/projectCopy.ts';
import type { Task } from '../../routing/task.ts';
import { couldNotRun, type Finding, type Verdict } from '../../routing/verdict.ts';
import { canaryOf } from './canaries.ts';
import type { JudgedFile } from './judgedIn.ts';
import { leftoverOf, untilJudged } from './judgeFile.ts';
import { newProblems } from './newProblems.ts';
import { Patience } from './patience.ts';
import { releaseProject } from './releaseProject.ts';
import { validationOff } from './validation.ts';
import { withDiffTab } from './withinTab.ts';
import { say } from '../platform/say.ts';

export interface DiagnosticsGate extends Gate {
  /** Call before the copy is deleted, so that no server holds it and none of its problems stay. */
  release(): Promise<void>;
}

const typeScriptLanguages: ReadonlySet<string> = new Set([
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
]);

/**
 * Passes when VS Code's own language servers report no error that the file did not have before.
 *
 * It puts a canary at the end of the copied file: once the canary's error is there, the server has
 * judged the whole file, and the errors are complete.
 */
export function createDiagnosticsGate(
  copy: (signal: AbortSignal) => Promise<ProjectCopy>,
  document: vscode.Uri,
): DiagnosticsGate {
  let typed: ProjectCopy | undefined;
  // The errors without the answer: the copy may lack packages or settings.
  let before: JudgedFile | undefined;

  async function verdictOn(candidate: Candidate, judge: Judge): Promise<Verdict> {
    const after = await judge(candidate.fileText!);
    if (!after) return couldNotRun('diagnostics', 'The language server did not answer in time.');
    if (after.whole && after.problems.length === 0) return { gate: 'diagnostics', kind: 'pass' };
    before ??= await judge(candidate.task.fileText);
    if (!before) return couldNotRun('diagnostics', 'The language server did not answer in time.');
    return verdictBetween(before, after, candidate);
  }

  return {
    name: 'diagnostics',
    async check(candidate, signal) {
      const { task } = candidate;
      const why = unjudgeable(candidate, document);
      if (why !== undefined) return couldNotRun('diagnostics', why);
      const project = await copy(signal);
      if (typeScriptLanguages.has(task.language)) typed = project;
      const left = await ifThere(document);
      const judge = (text: string) => judged(text, { project, left, task }, signal);
      return project.inTurn(() => verdictOn(candidate, judge), signal);
    },
    async release() {
      await typed?.inTurn(() => releaseProject(typed!), new AbortController().signal);
    },
  };
}

/** Why no language server of VS Code's own would judge a candidate; undefined when one would. */
function unjudgeable(
  { task: { language }, fileText }: Candidate,
  document: vscode.Uri,
): string | undefined {
  if (fileText === undefined) return 'The answer has no code.';
  if (!canaryOf(language, 0)) {
    return `Tierwise cannot tell when a language server has judged ${language}.`;
  }
  if (typeScriptLanguages.has(language) && !vscode.workspace.isTrusted) {
    return 'VS Code checks no types in Restricted Mode. Trust the workspace to use this gate.';
  }
  const off = validationOff(language, document);
  return off && `VS Code does not check ${language}, because ${off} is false.`;
}

/** The verdict when the candidate has errors or hides the canary: only new errors count. */
function verdictBetween(
  before: JudgedFile,
  after: JudgedFile,
  { task, fileText }: Candidate,
): Verdict {
  const evidence = newProblems(before.problems, after.problems, task, fileText!).map(
    ({ line, message }): Finding => ({ path: task.path, line: line + 1, message }),
  );
  if (evidence.length > 0) return { gate: 'diagnostics', kind: 'fail', evidence };
  if (after.whole) return { gate: 'diagnostics', kind: 'pass' };
  return couldNotRun(
    'diagnostics',
    'The end of the file cannot be parsed, so the file cannot be judged.',
  );
}

/** How many texts this window has judged. */
let judgements = 0;
const patience = new Patience();

type Judge = (fileText: string) => Promise<JudgedFile | undefined>;

interface Place {
  readonly project: ProjectCopy;
  readonly left: vscode.Uri | undefined;
  readonly task: Task;
}

/**
 * Files with fewer lines need no gap. TypeScript's server judges what is in view first when a file has
 * 500 lines or more; this bound leaves a margin, chosen by judgement.
 */
const shortLines = 200;
/** More lines than an editor shows at once. Chosen by judgement. */
const outOfView = 300;

async function judged(
  fileText: string,
  { project, left, task }: Place,
  signal: AbortSignal,
): Promise<JudgedFile | undefined> {
  const canary = canaryOf(task.language, (judgements += 1))!;
  const name = posix.basename(task.path);
  const path = posix.join(posix.dirname(task.path), canary.nameFor(name));
  const right = vscode.Uri.joinPath(vscode.Uri.file(project.folder), path);
  const title = say('Checking {0}', name);
  const last = fileText.split('\n').length - 1;
  const gap = canary.atOnce || last < shortLines ? 1 : outOfView;
  const text = `${fileText}${'\n'.repeat(gap)}${canary.line}\n`;
  const lines = { last, canary: last + gap };
  const leftover = await leftoverOf(right, signal);
  const timeoutMs = patience.for(task.language, task.path);
  try {
    await project.write(path, text);
    const found = await withDiffTab({ left, right, title }, () =>
      untilJudged(right, canary, lines, leftover, { timeoutMs, signal }),
    );
    patience.note(task.language, task.path, found !== undefined);
    return found;
  } finally {
    await project.restore(path);
  }
}

async function ifThere(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    () => uri,
    () => undefined,
  );
}
