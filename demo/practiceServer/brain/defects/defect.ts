import type ts from 'typescript';
import type { Skill } from '../../models.ts';
import type { Edit, Source } from '../source.ts';

/** A kind of mistake that can be seen in the shape of the code. */
export interface Defect {
  /** The weakest skill that sees it. */
  readonly needs: Skill;
  readonly severity: 'error' | 'warning' | 'info';
  find(source: Source): Sighting[];
}

export interface Sighting {
  readonly node: ts.Node;
  readonly message: string;
  /** The right repair; empty when there is none that keeps to the target. */
  readonly mend: readonly Edit[];
  /** What a model does that sees a symptom but not the cause: plausible, and wrong. */
  readonly mistakes?: Partial<Record<Skill, readonly Edit[]>>;
}
