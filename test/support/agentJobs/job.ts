import type { Skill } from '../../../demo/practiceServer/models.ts';

/*
 * Jobs for agents, with projects whose tests are really run. A job comes in; what a model of some skill does
 * next in its loop goes out (`playJob.ts`). A model that lacks the skill for a stage makes a plausible slip
 * there, which a test in the loop or the job's hidden tests find. The tools, the wrapping of the words and the
 * side calls have the shapes of VS Code's agent: github.com/microsoft/vscode-copilot-chat, seen 2026-11-28.
 */

/** A turn that reads a file. */
export function read(filePath: string): Stage {
  return { kind: 'look', tool: 'read_file', given: { filePath, startLine: 1, endLine: 200 } };
}

/** One stage of a job. `needs` is the least skill that does it right. */
export type Stage =
  /** A tool that only reads. */
  | {
      readonly kind: 'look';
      readonly tool: string;
      readonly given: Readonly<Record<string, unknown>>;
    }
  /** A list of what is to do. Without the skill, the stages that it names are forgotten. */
  | {
      readonly kind: 'plan';
      readonly needs: Skill;
      readonly items: readonly string[];
      readonly forgets: readonly string[];
    }
  /** A change of a file. `name` is what plans call it. */
  | {
      readonly kind: 'edit';
      readonly name: string;
      readonly needs: Skill;
      readonly path: string;
      readonly before: string;
      readonly right: string;
      /** What a model without the skill writes. */
      readonly wrong: string;
    }
  /** Runs tests; a failure sends the model back to the edits before it, unless it `mayFail`. */
  | { readonly kind: 'check'; readonly command: string; readonly mayFail?: true };

export interface Job {
  readonly id: string;
  /** What the developer types. */
  readonly words: string;
  /** The files of the project, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Tests that nobody in the loop sees; the job is done right when they pass. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly stages: readonly Stage[];
  /** The last answer. */
  readonly done: string;
}
