import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type TaskType, taskTypes } from '../src/routing/task.ts';

/** A prompt and its label, given by a person. */
export interface LabelledPrompt {
  readonly prompt: string;
  readonly taskType: TaskType;
  /** Omitted when people disagree. */
  readonly reasoning?: ReasoningNeed | undefined;
}
export type ReasoningNeed = keyof typeof reasoningScores;
export const reasoningScores = { none: 0, low: 1 / 3, medium: 2 / 3, high: 1 } as const;

/** The project's own labelled prompts. */
export const ownPromptsPath = `${import.meta.dirname}/prompts.jsonl`;

/** Held-out prompts, never used for training: see docs/decisions/2026-11-22-prompts-held-out.md. */
export const heldOutPromptsPath = `${import.meta.dirname}/heldOutPrompts.jsonl`;

/**
 * Reads lines of `{"prompt", "taskType" | "task_type", "reasoning"}`. Throws an error with the line
 * number if a line has another form.
 */
export function readLabelledPrompts(path: string): LabelledPrompt[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line, index) => {
    const { prompt, taskType, task_type: spelt, reasoning } = JSON.parse(line);
    const type = taskTypes.find((known) => known === (taskType ?? spelt));
    if (typeof prompt !== 'string' || !type) {
      throw new Error(`${path}:${index + 1} has no prompt with a known task type`);
    }
    return { prompt, taskType: type, reasoning: reasoning ?? undefined };
  });
}

/** SHA-256 of the prompts' contents, independent of the file's layout. */
export function hashOfPrompts(prompts: readonly LabelledPrompt[]): string {
  const text = prompts.map(({ prompt, taskType, reasoning }) => [prompt, taskType, reasoning]);
  return createHash('sha256').update(JSON.stringify(text)).digest('hex');
}
