/** The target of an edit, the lines around it, and the answer that replaces it. */
export interface Edit {
  readonly language: string;
  readonly instruction: string;
  readonly before: readonly string[];
  readonly target: readonly string[];
  readonly after: readonly string[];
  /** The answer, indented like the target. */
  readonly answer: readonly string[];
}

/** Code that the answer repeats or loses against the request; `line` is an index in the answer. */
export interface ScopeProblem {
  readonly line: number;
  readonly message: string;
  /** Whether it was asked for cannot be read from the instruction. */
  readonly doubtful?: true;
}

export const notBlank = (line: string): boolean => line.trim() !== '';

/** How many letters and digits a text has. */
export const letters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
