import type { PracticeModel, Skill } from '../models.ts';
import type { Source } from './source.ts';
import type { TaskPrompt } from './taskPrompt.ts';

/** The input for an answer. */
export interface Work {
  readonly prompt: TaskPrompt;
  readonly source: Source;
  readonly model: PracticeModel;
  readonly skill: Skill;
}

/** A replacement for the target, and notes for the developer. */
export interface EditAnswer {
  readonly code: string;
  readonly note: string;
}
