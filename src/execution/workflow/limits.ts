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

/** What one task of an agent may do. Beyond, its model is told, and goes on with what it has. */
export const agentLimits = {
  /** Tool calls in one turn; the further ones of that turn are not made. */
  callsPerTurn: 30,
  /** Tool calls in all; `maxCalls` of the agent changes it. */
  calls: 200,
  /** Equal calls without a change of a file between them that are made. */
  equalCalls: 3,
  /** Equal calls after which the agent is ended, because its model does not listen. */
  equalCallsToEnd: 6,
  /** Characters of a result; the rest is cut off, and the model is told. */
  resultLength: 100_000,
} as const;

/** What one run may do from its start, or from the moment it is resumed. Beyond, the step fails. */
export const runLimits = {
  /** Steps, rounds of `forEach`, which multiply in each other, and turns of agents. */
  steps: 20_000,
  /** Runs of commands; `maxCommands` of the workflow changes it. */
  commands: 50,
  /** Seconds that commands take together. */
  commandSeconds: 3_600,
  /** Files that are read, and the characters in them. */
  filesRead: 2_000,
  charactersRead: 50_000_000,
  /** Changed files; `maxChanges` of the workflow changes it. */
  changes: 200,
  /** Characters of the changed files together. */
  changedCharacters: 20_000_000,
  /** Characters of the value of a tool, which later steps and the journal keep. */
  valueLength: 5_000_000,
  /** Bytes of the journal. */
  journalBytes: 100_000_000,
} as const;

/** The most that a workflow may ask for in place of the usual figures. */
export const mostAsked = { calls: 1_000, commands: 500, changes: 1_000 } as const;
