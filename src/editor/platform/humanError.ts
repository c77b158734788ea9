import type { CommandId } from './contributed.ts';

/** A button under a message: runs one of our commands, or opens a setting. */
export type NextStep =
  | { readonly label: string; readonly command: CommandId; readonly argument?: unknown }
  | { readonly label: string; readonly setting: string };

/** A problem that the developer can fix. The message says what happened and what to do next. */
export class HumanError extends Error {
  readonly steps: readonly NextStep[];

  constructor(message: string, steps: readonly NextStep[] = []) {
    super(message);
    this.name = 'HumanError';
    this.steps = steps;
  }
}
