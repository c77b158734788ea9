import { join } from 'node:path';
import type { Environment } from '../../sandbox/environment.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import type { GateCommand } from './commandHash.ts';
import { type CommandEnd, commandEnvironment } from './commandRun.ts';
import { whyItFails } from './output/whyItFails.ts';
import { sayMissing, whatIsMissing } from './whatIsMissing.ts';

/** Why a command that does not succeed on the untouched project cannot judge an answer, and what to do. */
export async function whyWithout(
  command: GateCommand,
  end: CommandEnd,
  copy: ProjectCopy,
  env: Environment,
): Promise<string> {
  if (end.kind === 'refused' || end.kind === 'reachedOut') return end.why;
  if (end.kind !== 'exited') {
    const next =
      end.kind === 'timedOut'
        ? ' Let it run once and end, such as ["npx", "vitest", "run"], or give it more time with `timeoutSeconds`.'
        : '';
    return `"${command.name}" does not end without the change too.${next}`;
  }
  const cwd = join(copy.folder, command.cwd ?? '.');
  const given = await commandEnvironment(copy, env);
  const missing = await whatIsMissing(end.output, copy, { cwd, env, given });
  const lacking = [await sayMissing(missing, copy), copy.lacks ?? ''].filter((each) => each !== '');
  const why = await whyItFails({ ...end, name: command.name, folder: copy.folder, cwd });
  const fails = `"${command.name}" fails without the change too`;
  if (why === undefined) return [`${fails}.`, ...lacking].join(' ');
  return [`${fails}: “${why.says}”.`, ...(lacking.length > 0 ? lacking : [why.next])].join(' ');
}
