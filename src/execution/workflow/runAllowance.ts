import type { Workflow } from './definition.ts';
import { runLimits } from './limits.ts';
import type { ProposedEdit } from './projectFiles.ts';
import { StepFailure } from './stepFailure.ts';
import type { ToolName } from './tools.ts';

/** Counts what a run does. Each function throws StepFailure, which names the limit, when it is used up. */
export interface RunAllowance {
  /** Call before a step, a round or a turn begins. */
  step(): void;
  /** Call before a tool runs. */
  tool(name: ToolName): void;
  /** Call with what a tool returned. */
  value(name: ToolName, value: unknown): void;
  /** Call with the milliseconds that a tool took. Throws nothing. */
  took(name: ToolName, ms: number): void;
  /** Call before a change is proposed. */
  change(path: string, text: string, earlier: readonly ProposedEdit[]): void;
}

interface Used {
  steps: number;
  commands: number;
  commandMs: number;
  filesRead: number;
  charactersRead: number;
}

/** `journalBytes` is the size of the run's journal now. */
export function createAllowance(
  { maxCommands, maxChanges }: Pick<Workflow, 'maxCommands' | 'maxChanges'>,
  journalBytes: () => number = () => 0,
): RunAllowance {
  const mostCommands = maxCommands ?? runLimits.commands;
  const mostChanges = maxChanges ?? runLimits.changes;
  const used: Used = { steps: 0, commands: 0, commandMs: 0, filesRead: 0, charactersRead: 0 };

  return {
    step() {
      used.steps += 1;
      refuseIf(
        used.steps > runLimits.steps,
        `This run has made its ${runLimits.steps} steps. Go through fewer items: lower \`maxItems\`.`,
      );
      refuseIf(
        journalBytes() > runLimits.journalBytes,
        `The journal of this run has reached its ${runLimits.journalBytes / 1_000_000} MB. Split the workflow up, and start a new run.`,
      );
    },
    tool: (name) => useTool(name, used, mostCommands),
    took(name, ms) {
      if (name === 'command') used.commandMs += ms;
    },
    value(name, value) {
      const length = JSON.stringify(value)?.length ?? 0;
      if (name === 'readFile') used.charactersRead += length;
      refuseIf(
        length > runLimits.valueLength,
        `\`${name}\` returned ${length} characters, and at most ${runLimits.valueLength} are kept. Ask for less, such as some lines.`,
      );
    },
    change(path, text, earlier) {
      const others = earlier.filter((edit) => edit.path !== path);
      refuseIf(
        others.length >= mostChanges,
        `This run has proposed changes to ${mostChanges} files. For more, set \`maxChanges\` of the workflow.`,
      );
      const characters = others.reduce((sum, edit) => sum + edit.text.length, text.length);
      refuseIf(
        characters > runLimits.changedCharacters,
        `The changes of this run have more than ${runLimits.changedCharacters} characters together. Propose smaller ones.`,
      );
    },
  };
}

/** Counts one use of a tool, unless it is one too many. */
function useTool(name: ToolName, used: Used, mostCommands: number): void {
  if (name === 'command') {
    refuseIf(
      used.commands >= mostCommands,
      `This run has used its ${mostCommands} runs of commands. For more, set \`maxCommands\` of the workflow.`,
    );
    refuseIf(
      used.commandMs >= runLimits.commandSeconds * 1000,
      `The commands of this run have taken the ${runLimits.commandSeconds} s that they may. Resume the run for as much again.`,
    );
    used.commands += 1;
  }
  if (name === 'readFile') {
    refuseIf(
      used.filesRead >= runLimits.filesRead || used.charactersRead >= runLimits.charactersRead,
      `This run has read its ${runLimits.filesRead} files or ${runLimits.charactersRead} characters. Read fewer files, or resume the run for as much again.`,
    );
    used.filesRead += 1;
  }
}

function refuseIf(isOver: boolean, message: string): void {
  if (isOver) throw new StepFailure(message);
}
