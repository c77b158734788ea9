import * as z from 'zod';
import { defined } from '../../../routing/input/objects.ts';
import type { InputProblem } from '../../../routing/input/problems.ts';
import { readShape } from '../../../routing/input/readShape.ts';
import { taskTypes } from '../../../routing/task.ts';
import type { GateCommand } from './commandHash.ts';

/** A path may have spaces in it; the name of a program has none. */
function isCommandLine(program: string): boolean {
  return /\s/.test(program.trim()) && !/[\\/]/.test(program);
}

const shells = /(?:^|[\\/])(?:(?:ba|da|z|k|fi)?sh|cmd|powershell|pwsh)(?:\.exe)?$/i;

/** Signs that only a shell understands; other programs get them as arguments. */
function needsShell([program = '', ...args]: readonly string[]): boolean {
  return !shells.test(program) && args.some((each) => /^(?:&&|\|\|?|>>?|2>&1)$/.test(each));
}

const command = z.strictObject({
  name: z.string('Give the command a name.').min(1),
  argv: z
    .array(z.string(), 'Write the program and its arguments as a list.')
    .min(1, 'Name the program to run.')
    .refine(([program = '', ...rest]) => rest.length > 0 || !isCommandLine(program), {
      error: 'Write each word as an item of its own, such as ["npm", "test"].',
    })
    .refine((argv) => !needsShell(argv), {
      error:
        'Commands run without a shell. Write ["sh", "-c", "npm test && npm run lint"], or two commands.',
    })
    .refine(([program = '']) => !/^[A-Za-z_]\w*=/.test(program), {
      error: 'Commands run without a shell. Write ["env", "NAME=value", "npm", "test"].',
    }),
  taskTypes: z.array(z.enum(taskTypes, `Write some of ${taskTypes.join(', ')}.`)).optional(),
  timeoutSeconds: z.number('Write a number of seconds.').positive().optional(),
  cwd: z.string('Write a folder inside the workspace folder.').optional(),
});
const commands = z.array(command, 'Write a list of commands, each with `name` and `argv`.');

/** Reads the `tierwise.gateCommands` setting. */
export function parseGateCommands(written: unknown): {
  commands: GateCommand[];
  problems: InputProblem[];
} {
  const parsed = readShape(commands, written ?? []);
  if (!parsed.success) return { commands: [], problems: parsed.problems };
  const found = parsed.data.map(
    (each) => ({ ...defined(each), source: 'user settings' }) as GateCommand,
  );
  return { commands: found, problems: [] };
}
