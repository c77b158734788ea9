import { join } from 'node:path';
import type { TaskType } from '../../../routing/task.ts';
import { couldNotRun, type Verdict } from '../../../routing/verdict.ts';
import type { Environment } from '../../sandbox/environment.ts';
import { ProjectCopyError } from '../../sandbox/paths.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import type { ProgramEnd } from '../../sandbox/runProgram.ts';
import type { Candidate, Gate } from '../gate.ts';
import { commandEvidence } from './commandEvidence.ts';
import { commandHash, type GateCommand } from './commandHash.ts';
import { runCommand } from './commandRun.ts';

/** What the gate needs; made for one request. */
export interface CommandGateContext {
  readonly commands: readonly GateCommand[];
  /**
   * The copy to work in; asked for when a command is about to run. Its overlay holds the task's own
   * document. Whoever made it disposes it.
   */
  copy(signal: AbortSignal): Promise<ProjectCopy>;
  /** Asked each time with the command's hash, right before it runs. */
  approved(hash: string): Promise<boolean>;
  /** The editor's environment; what a command gets of it is allow-listed. */
  readonly env: Environment;
  /** Does the developer trust this workspace? */
  trusted(): boolean;
}

interface CandidateFile {
  readonly path: string;
  readonly text: string;
}

const defaultTaskTypes: readonly TaskType[] = ['debug', 'refactor', 'feature'];

/**
 * Judges an answer by the developer's own commands, run on it in a throwaway copy. A command that
 * fails or does not end without the answer too is no witness.
 */
export function createCommandGate(context: CommandGateContext): Gate {
  const baselines = new WeakMap<ProjectCopy, Map<string, ProgramEnd>>();

  /** How the command ends on the untouched project; the answer must be out of the copy by now. */
  async function baseline(
    command: GateCommand,
    copy: ProjectCopy,
    signal: AbortSignal,
  ): Promise<ProgramEnd> {
    const known = baselines.get(copy) ?? new Map<string, ProgramEnd>();
    baselines.set(copy, known);
    const hash = commandHash(command);
    const end = known.get(hash) ?? (await runCommand(command, copy, context.env, signal));
    known.set(hash, end);
    return end;
  }

  async function judge(
    command: GateCommand,
    file: CandidateFile,
    signal: AbortSignal,
  ): Promise<Verdict> {
    if (!(await context.approved(commandHash(command)))) {
      return couldNotRun('command', `The command "${command.name}" has not been approved.`);
    }
    signal.throwIfAborted();
    const copy = await context.copy(signal);
    return copy.inTurn(async () => {
      const verdict = await tryOut(command, copy, file, signal);
      if (verdict.kind !== 'fail') return verdict;
      const without = await baseline(command, copy, signal);
      if (without.kind === 'exited' && without.code === 0) return verdict;
      const why = without.kind === 'exited' ? 'fails' : 'does not end';
      return couldNotRun('command', `"${command.name}" ${why} without the change too.`);
    }, signal);
  }

  async function tryOut(
    command: GateCommand,
    copy: ProjectCopy,
    file: CandidateFile,
    signal: AbortSignal,
  ): Promise<Verdict> {
    try {
      await copy.write(file.path, file.text);
      const end = await runCommand(command, copy, context.env, signal);
      if (end.kind === 'notStarted') return couldNotRun('command', whyNot(command, end));
      // A loop without end or a full memory is the answer's fault where the project alone has neither.
      if (end.kind !== 'exited') {
        return { gate: 'command', kind: 'fail', evidence: [{ message: whyNot(command, end) }] };
      }
      if (end.code === 0) return { gate: 'command', kind: 'pass' };
      const { folder } = copy;
      const cwd = join(folder, command.cwd ?? '.');
      const evidence = await commandEvidence({ ...end, name: command.name, folder, cwd });
      return { gate: 'command', kind: 'fail', evidence };
    } finally {
      await copy.restore(file.path);
    }
  }

  async function check({ task, fileText }: Candidate, signal: AbortSignal): Promise<Verdict> {
    signal.throwIfAborted();
    if (fileText === undefined) return couldNotRun('command', 'The answer holds no code to try.');
    if (!context.trusted())
      return couldNotRun('command', 'Commands run in trusted workspaces only.');
    const due = context.commands.filter(({ taskTypes = defaultTaskTypes }) =>
      taskTypes.includes(task.type),
    );
    if (due.length === 0)
      return couldNotRun('command', `No command is set up for ${task.type} tasks.`);
    const file = { path: task.path, text: fileText };
    let undecided: Verdict | undefined;
    for (const command of due) {
      const verdict = await judge(command, file, signal).catch(orUnable(signal));
      if (verdict.kind === 'fail') return verdict;
      if (verdict.kind === 'couldNotRun') undecided ??= verdict;
    }
    return undecided ?? { gate: 'command', kind: 'pass' };
  }

  return { name: 'command', check };
}

/** A copy that cannot be made or written says why; all else is thrown on. */
function orUnable(signal: AbortSignal): (thrown: unknown) => Verdict {
  return (thrown) => {
    signal.throwIfAborted();
    if (thrown instanceof ProjectCopyError) return couldNotRun('command', thrown.message);
    throw thrown;
  };
}

function whyNot(command: GateCommand, end: Exclude<ProgramEnd, { kind: 'exited' }>): string {
  if (end.kind === 'notStarted') return `"${command.name}" could not be started: ${end.why}`;
  if (end.kind === 'killed') return `"${command.name}" was ended by ${end.signal}.`;
  return `"${command.name}" did not end in time.`;
}
