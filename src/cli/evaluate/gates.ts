import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fixture } from '../../evaluation/fixture.ts';
import type { FixtureGates } from '../../evaluation/run/evaluationHost.ts';
import { createCommandGate } from '../../execution/gates/command/command.ts';
import type { Gate } from '../../execution/gates/gate.ts';
import { createWorkerGates } from '../../execution/gates/workerGates.ts';
import { createProjectCopy, type ProjectCopy } from '../../execution/sandbox/projectCopy.ts';
import { removeTree } from '../../execution/sandbox/sweep.ts';
import { couldNotRun, type GateName } from '../../routing/verdict.ts';
import { gateWorkerUrl, grammarsFolder } from './places.ts';
import type { UserSettings } from './readUserSettings.ts';

/** The gates that can judge answers without an editor. */
export interface CommandLineGates {
  gatesFor(fixture: Fixture, names: readonly GateName[]): FixtureGates;
  /** Removes the copies. */
  dispose(): Promise<void>;
}

export interface GatesOptions extends Pick<
  UserSettings,
  'gateCommands' | 'copyAlso' | 'privateFiles'
> {
  /** The project, whose commands run in throwaway copies of it. */
  readonly folder: string;
  readonly allowCommands: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly warn: (message: string) => void;
}

export function openGates(options: GatesOptions): CommandLineGates {
  const texts = createWorkerGates({
    workerUrl: gateWorkerUrl,
    grammarsFolder: grammarsFolder.href,
  });
  // A folder of its own: one with a fixed name could belong to another user of this machine.
  let scratch: Promise<string> | undefined;
  const scratchFolder = () => (scratch ??= mkdtemp(join(tmpdir(), 'tierwise-copies-')));
  return {
    gatesFor(fixture, names) {
      const project = copyFor(fixture, scratchFolder, options);
      const gates = names.map((name): [GateName, Gate] => [
        name,
        name === 'complete' || name === 'format' || name === 'syntax'
          ? texts.gates[name]
          : name === 'command' && options.allowCommands
            ? commandGate(project.copy, options)
            : withoutOpinion(name),
      ]);
      return { gates: new Map(gates), dispose: project.dispose };
    },
    async dispose() {
      texts.dispose();
      const folder = await scratch?.catch(() => undefined);
      if (folder !== undefined) await removeTree(folder);
    },
  };
}

/** A copy of the project with the fixture's files in it, made on first use. */
function copyFor(
  { input: { files = [] } }: Fixture,
  scratchFolder: () => Promise<string>,
  { folder, copyAlso, privateFiles, env, warn }: GatesOptions,
) {
  let made: Promise<ProjectCopy> | undefined;
  return {
    copy: (signal: AbortSignal): Promise<ProjectCopy> =>
      (made ??= scratchFolder().then((scratch) =>
        createProjectCopy({
          folder,
          scratchFolder: scratch,
          env,
          copyAlso,
          privateFiles,
          overlay: files.map(({ path, text }) => ({ path, text })),
          signal,
          report: (bug) => warn(String(bug)),
        }),
      )),
    async dispose(): Promise<void> {
      await made?.then(
        (project) => project.dispose(),
        () => undefined,
      );
    },
  };
}

function commandGate(
  copy: (signal: AbortSignal) => Promise<ProjectCopy>,
  { gateCommands, env, warn }: GatesOptions,
): Gate {
  return createCommandGate({
    commands: gateCommands,
    copy,
    // Whoever starts the run with --allow-commands has read the settings that it names.
    approved: async () => true,
    env,
    trusted: () => true,
    warn,
  });
}

function withoutOpinion(name: GateName): Gate {
  return { name, check: async () => couldNotRun(name, reasons[name] ?? noEditor) };
}

const noEditor = 'This gate needs the editor, and the command line has none.';

const reasons: Partial<Readonly<Record<GateName, string>>> = {
  command:
    'Commands run only with --allow-commands, which runs those of tierwise.gateCommands in a throwaway copy of the project.',
  diagnostics:
    'Diagnostics come from the language servers of an editor, and the command line has none. Run this evaluation in VS Code.',
  confidence: 'The command line knows no earlier answers that a confidence could be compared with.',
};
