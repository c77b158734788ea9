/*
 * The limits that make every workflow end, in one table. The user sees a limit by name and the field that
 * changes it, where there is one. All figures are chosen by judgement, far above what people use: the
 * largest shipped workflow has 5 steps, 20 parts of templates and 3 agents.
 */

/** What a workflow file may hold, so that it is read and checked in about 50 ms on the editor's thread. */
export const fileLimits = {
  /** Parts `{{ … }}` and `{% … %}` of all its templates, Markdown files included. */
  templateParts: 500,
  /** Tags such as `{% if %}` inside each other. Each level is a call on the stack. */
  templateDepth: 20,
  /** Characters of one part of a template. */
  templatePartLength: 1_000,
  /** Characters of a condition. */
  conditionLength: 1_000,
  /** Problems that are shown of one file. */
  problems: 100,
} as const;
