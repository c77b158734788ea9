import { parseArgs } from 'node:util';
import { decide } from '../routing/decide/decide.ts';
import { gatherEvidence } from '../routing/evidence/gatherEvidence.ts';
import { explain } from '../routing/explain.ts';
import type { Task } from '../routing/task.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { parseTask } from './read/parseTask.ts';
import { readDay } from './read/readDay.ts';
import { readExperiences } from './read/readExperiences.ts';
import { readCatalog, readPolicy, situationFor } from './read/readSituation.ts';
import { readYaml } from './read/readYaml.ts';
import { dayOf } from '../routing/time.ts';

const usage = `Usage: tierwise plan --policy FILE --task FILE [--experiences FILE] [--today DATE]

Prints what Tierwise would do with a task: the decision as JSON, with one sentence that explains it. It
assumes that every provider is ready and that there is no budget, and uses the shipped models, prices
and tiers.

  --policy FILE        a policy file, such as .tierwise/policy.yaml
  --task FILE          a task as YAML or JSON: type, and optionally instruction, language, path,
                       fileText, target (startLine, endLine, text)
  --experiences FILE   how earlier requests ended, newest first, one JSON object per line:
                       {"taskType","answers":[{"rung","passed","nanoUsd","ms"}],"taken","wrong"}
  --today DATE         the day whose prices apply, such as 2026-11-22; today by default
`;

/** `plan`: decides about one task by a policy. */
export const plan: Command = {
  name: 'plan',
  summary: 'prints what a policy would do with a task',
  usage,
  async run(args, io) {
    const options = readOptions(args);
    const policy = await readPolicy(options.policy);
    const task = await readTask(options.task);
    const experiences = options.experiences ? await readExperiences(options.experiences) : [];
    const evidence = gatherEvidence(experiences, { taskType: task.type });
    const decision = decide(task, {
      ...situationFor(policy, await readCatalog(), options.today),
      evidence: new Map([[task.type, evidence]]),
    });
    const sentence = explain(task, decision);
    io.write(`${JSON.stringify({ sentence, ...decision }, undefined, 2)}\n`);
    return exitCodes.done;
  },
};

function readOptions(args: readonly string[]): {
  policy: string;
  task: string;
  experiences?: string;
  today: string;
} {
  const { values } = parseArgs({
    args: [...args],
    options: {
      policy: { type: 'string' },
      task: { type: 'string' },
      experiences: { type: 'string' },
      today: { type: 'string', default: dayOf(Date.now()) },
    },
  });
  const { policy, task, experiences, today } = values;
  if (policy === undefined) throw new UsageError('Name the policy file with --policy.');
  if (task === undefined) throw new UsageError('Name the task file with --task.');
  return {
    policy,
    task,
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
