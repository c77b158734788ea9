import { createCommandGate } from '../../src/execution/gates/command/command.ts';
import { completeGate } from '../../src/execution/gates/complete/complete.ts';
import { formatGate } from '../../src/execution/gates/format.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import { runGates } from '../../src/execution/gates/runGates.ts';
import { createSyntaxGate } from '../../src/execution/gates/syntax/syntax.ts';
import { defaultGates } from '../../src/routing/taskTypes.ts';
import type { GateName, Verdict } from '../../src/routing/verdict.ts';
import type { LabelledCase } from './cases.ts';
import type { Language } from './languages.ts';
import { openTestProject, type TestProject } from './projects.ts';
import { createServerDiagnostics } from './serverDiagnostics.ts';
import { startTypeScriptServer, type TypeScriptServer } from './typescriptServer.ts';

/** The verdict of the first gate that failed, or of the last one that ran. */
export interface Heard {
  readonly verdict: Verdict;
  readonly ms: number;
}

export const tried = ['complete', 'format', 'syntax', 'diagnostics', 'command'] as const;
/** The stacks whose figures are the aim of this bench. */
const aimed: readonly GateName[] = ['complete', 'syntax', 'diagnostics', 'command'];

/** A case with the verdict of every gate alone, and of stacks of gates. */
export interface TriedCase extends LabelledCase {
  readonly alone: ReadonlyMap<GateName, Heard>;
  /** The default gates of its task type. */
  readonly byDefault: Heard;
  readonly aimed: Heard;
}

const { signal } = new AbortController();

/** Judges cases with all gates, two languages at a time, each in its own copy of a project. */
export async function judgeInProjects(
  cases: readonly LabelledCase[],
  languages: readonly Language[],
): Promise<TriedCase[]> {
  const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
  const syntax = createSyntaxGate({ grammarsFolder });
  const server = await startTypeScriptServer();
  const byLanguage = Map.groupBy(cases, ({ candidate }) => candidate.task.language);
  const left = [...languages];
  const judged: TriedCase[] = [];
  async function work(): Promise<void> {
    for (let next = left.pop(); next; next = left.pop()) {
      const project = await openTestProject(next);
      try {
        const gates = gatesIn(project, syntax, server);
        for (const each of byLanguage.get(next.id) ?? []) judged.push(await judgeOne(each, gates));
      } finally {
        await project.dispose();
      }
    }
  }
  try {
    await Promise.all([work(), work()]);
    return judged;
  } finally {
    server.dispose();
    syntax.dispose();
  }
}

function gatesIn({ command, copy }: TestProject, syntax: Gate, server: TypeScriptServer): Gate[] {
  const commandGate = createCommandGate({
    commands: [command],
    copy: async () => copy,
    approved: async () => true,
    env: process.env,
    trusted: () => true,
  });
  return [completeGate, formatGate, syntax, createServerDiagnostics(server, copy), commandGate];
}

async function judgeOne(labelled: LabelledCase, gates: readonly Gate[]): Promise<TriedCase> {
  const alone = new Map<GateName, Heard>();
  for (const gate of gates) {
    const started = performance.now();
    const verdict = await gate.check(labelled.candidate, signal);
    alone.set(gate.name, { verdict, ms: performance.now() - started });
  }
  return {
    ...labelled,
    alone,
    byDefault: await askInTurn(labelled, defaultGates[labelled.candidate.task.type], alone),
    aimed: await askInTurn(labelled, aimed, alone),
  };
}

/** Derives the verdict of a stack from the gates' separate verdicts, without running them again. */
async function askInTurn(
  { candidate }: LabelledCase,
  names: readonly GateName[],
  alone: TriedCase['alone'],
): Promise<Heard> {
  let ms = 0;
  const gates = names.map((name): Gate => {
    const heard = alone.get(name)!;
    const check = async () => {
      ms += heard.ms;
      return heard.verdict;
    };
    return { name, check };
  });
  let last: Verdict | undefined;
  for await (const verdict of runGates(candidate, gates, signal, (bug) => {
    throw bug;
  })) {
    if (last?.kind !== 'fail') last = verdict;
  }
  return { verdict: last!, ms };
}
