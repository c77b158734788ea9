import type { TaskType } from '../../../src/routing/task.ts';

/**
 * An edit as somebody outside reported it, in our own words: a task, a model's whole answer, and what is
 * right. Folders of such cases, one JSON file each, are played by `npm run bench gates -- --cases FOLDER`.
 */
export interface ReportedEdit {
  readonly id: string;
  /** What goes wrong where this kind is not seen to, such as `members are gone without a word`. */
  readonly kind: string;
  /** Where it was reported, such as `cline/cline#476 (2024)`. */
  readonly source?: string;
  /** VS Code's language id. */
  readonly language: string;
  readonly path: string;
  readonly type: TaskType;
  readonly instruction: string;
  /** The file's text. */
  readonly file: string;
  /** The selected lines, counted from 1, both included. */
  readonly from: number;
  readonly to: number;
  /** Everything that the model said. */
  readonly answer: string;
  readonly right: 'accept' | 'reject';
  /** The file after the answer was accepted, where the answer has to be taken in one way only. */
  readonly rightFile?: string;
}

/** A model's answer that is read as data, such as findings of a review or the output of a step. */
export interface ReportedReading {
  readonly id: string;
  readonly source?: string;
  readonly reader: 'readStepOutput' | 'parseFindings';
  readonly answer: string;
  /** What has to be read. */
  readonly right: unknown;
}

export type ReportedCase = ReportedEdit | ReportedReading;
