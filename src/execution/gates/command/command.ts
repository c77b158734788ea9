import { join } from 'node:path';
import type { TaskType } from '../../../routing/task.ts';
import { couldNotRun, type Verdict } from '../../../routing/verdict.ts';
import type { Environment } from '../../sandbox/environment.ts';
import { ProjectCopyError } from '../../sandbox/paths.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import type { Candidate, Gate } from '../gate.ts';
import { addedFindings } from './output/addedFindings.ts';
import { commandEvidence, type FailedCommand } from './output/commandEvidence.ts';
import { outputTail } from './output/outputLines.ts';
import { commandHash, type GateCommand } from './commandHash.ts';
import { type CommandEnd, mayBeCut, runCommand } from './commandRun.ts';
import { whyWithout } from './whyWithout.ts';

/*
 * This folder is the `command` gate. A candidate file and the developer's commands come in; a verdict
 * with what the failed command wrote goes out. `commandRun.ts` starts a command in the throwaway copy,
 * unless it would install into the developer's packages (`installers.ts`), `output/` finds the places in
 * what it wrote, and `whatIsMissing.ts` what the copy lacks.
 */

/** What the gate needs; made for one request. */
export interface CommandGateContext {
  readonly commands: readonly GateCommand[];
  /**
   * Resolves to the copy to work in; called when a command is about to run. The copy must hold the
   * task's document as it is in the editor. The caller disposes it.
   */
  copy(signal: AbortSignal): Promise<ProjectCopy>;
  /** Called with the command's hash right before each run. */
  approved(hash: string): Promise<boolean>;
  /** The editor's environment; a command gets only the allow-listed part of it. */
  readonly env: Environment;
  /** Whether the developer trusts this workspace. */
  trusted(): boolean;
  /** Told when the developer's own packages changed while a command ran. */
  readonly warn?: (message: string) => void;
}

interface CandidateFile {
  readonly path: string;
  readonly text: string;
}

// What a run left is removed also when the check is cancelled.
const neverAborted = new AbortController().signal;

const untrusted = 'Commands run in trusted workspaces only.';
const defaultTaskTypes: readonly TaskType[] = ['debug', 'refactor', 'feature'];

/** Resolves to how a command ends on the untouched project. */
type Baseline = (
  command: GateCommand,
  copy: ProjectCopy,
  signal: AbortSignal,
) => Promise<CommandEnd>;

/** Everything that checking one answer with one command needs. */
interface CommandCheck {
  readonly command: GateCommand;
  readonly file: CandidateFile;
  readonly context: CommandGateContext;
  readonly baseline: Baseline;
}

/**
 * Checks an answer with the developer's own commands, which run on it in a throwaway copy. When a
 * command fails without the answer too, only what it finds with the answer alone counts.
 */
export function createCommandGate(context: CommandGateContext): Gate {
  const baseline = createBaseline(context);
  return {
    name: 'command',
    check: (candidate, signal) => checkAnswer(candidate, context, baseline, signal),
  };
}

/**
 * Runs each command once per copy, which must be as it was made: without the answer, and without what an
 * earlier run left.
 */
function createBaseline(context: CommandGateContext): Baseline {
  const endsOf = new WeakMap<ProjectCopy, Map<string, CommandEnd>>();
  return async (command, copy, signal) => {
    const ends = endsOf.get(copy) ?? new Map<string, CommandEnd>();
    endsOf.set(copy, ends);
    const hash = commandHash(command);
    const end = ends.get(hash) ?? (await runTidily(command, copy, context, signal));
    ends.set(hash, end);
    return end;
  };
}

async function checkAnswer(
  { task, fileText }: Candidate,
  context: CommandGateContext,
  baseline: Baseline,
  signal: AbortSignal,
): Promise<Verdict> {
  signal.throwIfAborted();
  if (fileText === undefined)
    return couldNotRun('command', 'The answer has no code to run the commands on.');
  if (!context.trusted()) return couldNotRun('command', untrusted);
  const due = context.commands.filter(({ taskTypes = defaultTaskTypes }) =>
    taskTypes.includes(task.type),
  );
  if (due.length === 0)
    return couldNotRun('command', `No command is set up for ${task.type} tasks.`);
  const file = { path: task.path, text: fileText };
  let undecided: Verdict | undefined;
  for (const command of due) {
    const check = { command, file, context, baseline };
    const verdict = await judge(check, signal).catch(orUnable(signal));
    if (verdict.kind === 'fail') return verdict;
    if (verdict.kind === 'couldNotRun') undecided ??= verdict;
  }
  return undecided ?? { gate: 'command', kind: 'pass' };
}

async function judge(check: CommandCheck, signal: AbortSignal): Promise<Verdict> {
  const { command, context, baseline } = check;
  if (!(await context.approved(commandHash(command)))) {
    return couldNotRun('command', `The command "${command.name}" has not been approved.`);
  }
  signal.throwIfAborted();
  const copy = await context.copy(signal);
  return copy.inTurn(async () => {
    await copy.remember(signal);
    const tried = await runOnAnswer(check, copy, signal);
    if (tried.verdict.kind !== 'fail') return tried.verdict;
    const without = await baseline(command, copy, signal);
    if (without.kind !== 'exited' || without.code !== 0) {
      return judgeBeside(check, { tried, without, copy }, signal);
    }
    // A command that runs out of time did so far beyond what it needs without the answer.
    if (tried.end.kind === 'timedOut') return tried.verdict;
    const again = await runOnAnswer(check, copy, signal);
    if (again.verdict.kind !== 'pass') return again.verdict;
    return couldNotRun(
      'command',
      `"${command.name}" fails only sometimes with this answer, so it cannot judge it. Run it a few times yourself.`,
    );
  }, signal);
}

/** A run on the answer. */
interface Tried {
  readonly verdict: Verdict;
  readonly end: CommandEnd;
}

/** A failed run on the answer, and how the command ended without it, which was no success either. */
interface Beside {
  readonly tried: Tried;
  readonly without: CommandEnd;
  readonly copy: ProjectCopy;
}

/** A command that fails without the answer too judges it by what it finds with the answer alone, in two runs. */
async function judgeBeside(
  check: CommandCheck,
  { tried, without, copy }: Beside,
  signal: AbortSignal,
): Promise<Verdict> {
  const { command, context } = check;
  const added = async (end: CommandEnd) => {
    if (without.kind !== 'exited' || end.kind !== 'exited') return [];
    if (mayBeCut(without.output) || mayBeCut(end.output)) return [];
    return addedFindings(
      failedCommand(command, without, copy.folder),
      failedCommand(command, end, copy.folder),
    );
  };
  if ((await added(tried.end)).length > 0) {
    const evidence = await added((await runOnAnswer(check, copy, signal)).end);
    const message = `"${command.name}" fails without the change too, and the change adds this.`;
    if (evidence.length > 0) {
      return { gate: 'command', kind: 'fail', evidence: [...evidence, { message }] };
    }
  }
  if (without.kind === 'reachedOut') context.warn?.(without.why);
  return couldNotRun('command', await whyWithout(command, without, copy, context.env));
}

async function runOnAnswer(
  { command, file, context }: CommandCheck,
  copy: ProjectCopy,
  signal: AbortSignal,
): Promise<Tried> {
  try {
    await copy.write(file.path, file.text);
    const end = await runTrusted(command, copy, context, signal);
    if (end.kind === 'reachedOut') context.warn?.(end.why);
    const verdict = await verdictOn(end, command, copy.folder);
    return { verdict, end };
  } finally {
    try {
      await copy.restore(file.path);
    } finally {
      await copy.tidy(neverAborted);
    }
  }
}

async function verdictOn(end: CommandEnd, command: GateCommand, folder: string): Promise<Verdict> {
  if (end.kind === 'notStarted' || end.kind === 'refused' || end.kind === 'reachedOut') {
    return couldNotRun('command', whyNot(command, end));
  }
  // An endless loop or a full memory counts against the answer, unless the project alone has it too.
  if (end.kind !== 'exited') {
    const tail = outputTail(end.output, folder);
    const message = [whyNot(command, end), tail].filter((each) => each !== '').join('\n');
    return { gate: 'command', kind: 'fail', evidence: [{ message }] };
  }
  if (end.code === 0) return { gate: 'command', kind: 'pass' };
  const evidence = await commandEvidence(failedCommand(command, end, folder));
  return { gate: 'command', kind: 'fail', evidence };
}

function failedCommand(
  { name, cwd = '.' }: GateCommand,
  { code, output }: Extract<CommandEnd, { kind: 'exited' }>,
  folder: string,
): FailedCommand {
  return { name, code, output, folder, cwd: join(folder, cwd) };
}

/** Trust may be taken back while the developer is asked, the copy is made or another command runs. */
async function runTrusted(
  command: GateCommand,
  copy: ProjectCopy,
  context: CommandGateContext,
  signal: AbortSignal,
): Promise<CommandEnd> {
  if (!context.trusted()) return { kind: 'refused', why: untrusted };
  return runCommand(command, copy, context.env, signal);
}

async function runTidily(
  command: GateCommand,
  copy: ProjectCopy,
  context: CommandGateContext,
  signal: AbortSignal,
): Promise<CommandEnd> {
  try {
    return await runTrusted(command, copy, context, signal);
  } finally {
    await copy.tidy(neverAborted);
  }
}

/** Turns a ProjectCopyError into a verdict and throws everything else again. */
function orUnable(signal: AbortSignal): (thrown: unknown) => Verdict {
  return (thrown) => {
    signal.throwIfAborted();
    if (thrown instanceof ProjectCopyError) return couldNotRun('command', thrown.message);
    throw thrown;
  };
}

function whyNot(command: GateCommand, end: Exclude<CommandEnd, { kind: 'exited' }>): string {
  if (end.kind === 'refused' || end.kind === 'reachedOut') return end.why;
  if (end.kind === 'notStarted') return `"${command.name}" could not be started: ${end.why}`;
  if (end.kind === 'killed') return `"${command.name}" was ended by ${end.signal}.`;
  return `"${command.name}" did not end in time.`;
}
