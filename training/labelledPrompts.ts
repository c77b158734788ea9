import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type TaskType, taskTypes } from '../src/routing/task.ts';

/** A prompt and its label, given by a person. */
export interface LabelledPrompt {
  readonly prompt: string;
  readonly taskType: TaskType;
  /** Omitted when people disagree. */
  readonly reasoning?: ReasoningNeed | undefined;
  /** Prompts of one conversation or repository; they are trained on or held out together. */
  readonly group?: string;
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

/** Prompts of other people that two annotators labelled apart from each other. */
export interface AnnotatedPrompts {
  /** Those with one label, given by both. */
  readonly agreed: readonly LabelledPrompt[];
  /** Of all: the opinions, one where the annotators agree and two where not. Empty when the file does not tell. */
  readonly opinions: readonly (readonly TaskType[])[];
}

/**
 * Reads lines of `{"id", "prompt", "task_type", "either", "reasoning", "source"}`, where `task_type` is null when
 * the annotators differ. An id such as `chats:<conversation>:<turn>` groups by conversation; any other prompt
 * belongs to its source.
 */
export function readAnnotatedPrompts(path: string): AnnotatedPrompts {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const read = lines.map((line) => JSON.parse(line));
  const agreed = read.filter(({ task_type: type }) => type !== null);
  return {
    agreed: agreed.map(({ id, prompt, task_type: type, reasoning, source }, index) => {
      const taskType = taskTypes.find((known) => known === type);
      if (typeof prompt !== 'string' || !taskType) {
        throw new Error(`${path}: the label ${index + 1} is no known task type`);
      }
      const group = /^(.+):[^:]+$/.exec(id ?? '')?.[1] ?? source;
      return { prompt, taskType, reasoning: reasoning ?? undefined, ...(group && { group }) };
    }),
    opinions: read.flatMap(({ either }) => (Array.isArray(either) ? [either] : [])),
  };
}

/** The file of such prompts, which is not in this repository, or undefined. */
export const annotatedPath = process.env.TIERWISE_LABELLED_PROMPTS;

/** SHA-256 of the prompts' contents, independent of the file's layout. */
export function hashOfPrompts(prompts: readonly LabelledPrompt[]): string {
  const text = prompts.map(({ prompt, taskType, reasoning }) => [prompt, taskType, reasoning]);
  return createHash('sha256').update(JSON.stringify(text)).digest('hex');
}
