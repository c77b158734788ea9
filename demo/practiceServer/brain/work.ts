import type { PracticeModel, Skill } from '../models.ts';
import type { Source } from './source.ts';
import type { TaskPrompt } from './taskPrompt.ts';

/** Everything that an answer is made from. */
export interface Work {
  readonly prompt: TaskPrompt;
  readonly source: Source;
  readonly model: PracticeModel;
  readonly skill: Skill;
}

/** A replacement for the target, and what the developer must know about it. */
export interface EditAnswer {
  readonly code: string;
  readonly note: string;
}
