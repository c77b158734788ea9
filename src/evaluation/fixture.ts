import type { Task, TaskType } from '../routing/task.ts';

/** A file that a fixture brings along. */
export interface FixtureFile {
  /** Relative to the workspace folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The lines that the instruction is about, 1-based and inclusive; omitted for none. */
  readonly selection?: Pick<Task['target'], 'startLine' | 'endLine'>;
}

/** What a fixture is for. */
export type FixtureSubject =
  | { readonly kind: 'taskType'; readonly taskType: TaskType }
  | { readonly kind: 'step'; readonly workflow: string; readonly step: string };

/** One labelled case: what is asked, and what a good answer is. */
export interface Fixture {
  /** Unique within an evaluation. */
  readonly id: string;
  readonly subject: FixtureSubject;
  readonly input: {
    readonly instruction?: string;
    /** The inputs of a workflow step, by name. */
    readonly values?: Readonly<Record<string, unknown>>;
    readonly files?: readonly FixtureFile[];
  };
  /** What the answer has to be; scorers of values read it. */
  readonly expected?: unknown;
  /** The class that the case belongs to; accuracy and recall read it. */
  readonly label?: string;
  /** A good answer, for a judge to compare with. */
  readonly reference?: string;
  readonly tags?: readonly string[];
}
