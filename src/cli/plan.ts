import { describeDryRun, type DryRunPart } from '../routing/dryRun/describeDryRun.ts';
import { whatWouldHappen } from '../routing/dryRun/whatWouldHappen.ts';
import { gatherEvidence } from '../routing/evidence/gatherEvidence.ts';
import type { Task } from '../routing/task.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { parseTask } from './read/parseTask.ts';
import { readDay } from './read/readDay.ts';
import { readExperiences } from './read/readExperiences.ts';
import { readCatalog, readPolicy, situationFor } from './read/readSituation.ts';
import { readYaml } from './read/readYaml.ts';
import { dayOf } from '../routing/time.ts';
import { readArgs } from './read/readArgs.ts';

const usage = `Usage: tierwise plan --policy FILE --task FILE [--experiences FILE] [--today DATE] [--explain]

Prints what Tierwise would do with a task: the decision as JSON, with one sentence that explains it. It
assumes that every provider is ready and that there is no budget, and uses the shipped models, prices
and tiers.

  --policy FILE        a policy file, such as .tierwise/policy.yaml
  --task FILE          a task as YAML or JSON: type, and optionally instruction, language, path,
                       fileText, target (startLine, endLine, text), reasoning (the need for it, 0 to 1,
                       as classify prints it), mayBe (another type, when the type is an unsure guess)
  --experiences FILE   how earlier requests ended, newest first, one JSON object per line:
                       {"taskType","answers":[{"rung","passed","nanoUsd","ms"}],"taken","wrong"}
  --today DATE         the day whose prices apply, such as 2026-11-22; today by default
  --explain            words instead of JSON: also every rule with why it does or does not match, and
                       what would change the decision
`;

/** `plan`: decides about one task by a policy. */
export const plan: Command = {
  name: 'plan',
  summary: 'prints what a policy would do with a task',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    const policy = await readPolicy(options.policy, undefined, io.writeError);
    const task = await readTask(options.task);
    const experiences = options.experiences ? await readExperiences(options.experiences) : [];
    const evidence = gatherEvidence(experiences, { taskType: task.type });
    const run = whatWouldHappen(task, {
      ...situationFor(policy, await readCatalog(), options.today),
      evidence: new Map([[task.type, evidence]]),
    });
    const { sentence, decision } = run;
    io.write(
      options.explain
        ? describeDryRun(run).map(inLines).join('\n')
        : `${JSON.stringify({ sentence, ...decision }, undefined, 2)}\n`,
    );
    return exitCodes.done;
  },
};

function inLines({ title, lines }: DryRunPart): string {
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

function readOptions(args: readonly string[]): {
  policy: string;
  task: string;
  experiences?: string;
  today: string;
  explain: boolean;
} {
  const { values } = readArgs({
    args: [...args],
    options: {
      policy: { type: 'string' },
      task: { type: 'string' },
      experiences: { type: 'string' },
      today: { type: 'string', default: dayOf(Date.now()) },
      explain: { type: 'boolean', default: false },
    },
  });
  const { policy, task, experiences, today, explain } = values;
  if (policy === undefined) throw new UsageError('Name the policy file with --policy.');
  if (task === undefined) throw new UsageError('Name the task file with --task.');
  return {
    policy,
    task,
    explain,
    today: readDay('today', today),
    ...(experiences !== undefined && { experiences }),
  };
}

async function readTask(path: string): Promise<Task> {
  const read = await readYaml(path);
  const { task, problems } = parseTask(read.value);
  read.refuse(problems);
  return task!;
}
