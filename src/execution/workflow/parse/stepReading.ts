import * as z from 'zod';
import type { ProblemPath } from '../../../routing/input/problems.ts';
import type { ModelUse, Step } from '../definition.ts';
import type { Reading } from './reading.ts';
import { stepShapes } from './shapes.ts';

/** What steps take from the workflow around them. */
export interface Surroundings {
  readonly reading: Reading;
  /** The workflow's choice. */
  readonly model: ModelUse;
  readonly critical: boolean;
  /** How many steps this one lies inside. */
  readonly level: number;
}

/** What a step of any kind has. */
export interface StepHead {
  readonly name: string;
  readonly path: ProblemPath;
  readonly base: Pick<Step, 'name' | 'needs'> & Partial<Step>;
}

const unread = z.unknown().optional();
/** The shapes that a file is read by: what lies inside is read one by one, for better messages. */
export const readShapes = stepShapes({
  steps: unread,
  model: unread,
  input: unread,
  output: unread,
  agent: unread,
  name: z.string(),
});
export type ReadShapes = typeof readShapes;
