import { classify } from './classify.ts';
import { nearWords } from '../routing/input/didYouMean.ts';
import { evaluate } from './evaluate.ts';
import { exitCodes, InputError, UsageError, type Command, type Io } from './command.ts';
import { plan } from './plan.ts';
import { replay } from './replay.ts';
import { simulate } from './simulate.ts';
import { testPolicy } from './testPolicy.ts';

/*
 * The command line `tierwise`, for scripts and experiments outside the editor: it classifies prompts,
 * plans a task, simulates the planner, replays a ledger, tests a policy and evaluates models. Arguments, files
 * and standard input come in; text, JSON or XML and an exit code go out. `read/` reads files and turns problems
 * into `file:line: message`, `print/` formats results for people. Only `evaluate` calls models and writes files;
 * what it needs is in `evaluate/`, which is loaded for it alone.
 */

const commands: readonly Command[] = [classify, plan, simulate, replay, testPolicy, evaluate];

const usage = `Usage: tierwise <command> [options]

${commands.map(({ name, summary }) => `  ${name.padEnd(11)} ${summary}`).join('\n')}

tierwise <command> --help explains a command.
`;

/** Runs one command; resolves to the exit code: 0 done, 1 failed, 2 wrong usage; `evaluate` has more. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    if (name === undefined) io.writeError(usage);
    else io.write(usage);
    return name === undefined ? exitCodes.wrongUsage : exitCodes.done;
  }
  const command = commands.find((each) => each.name === name);
  if (!command) {
    const near = nearWords(
      name,
      commands.map((each) => each.name),
    );
    const help = near === '' ? `\n\n${usage}` : '\ntierwise --help lists all commands.\n';
    io.writeError(`There is no command "${name}".${near}${help}`);
    return exitCodes.wrongUsage;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.write(command.usage);
    return exitCodes.done;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    return report(error, command, io);
  }
}

function report(error: unknown, { name }: Command, io: Io): number {
  if (error instanceof InputError) {
    io.writeError(`${error.message}\n`);
    return exitCodes.failed;
  }
  if (error instanceof UsageError || isParseArgsError(error)) {
    io.writeError(`${error.message}\ntierwise ${name} --help explains how to use it.\n`);
    return exitCodes.wrongUsage;
  }
  throw error;
}

function isParseArgsError(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}
