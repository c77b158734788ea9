import type ts from 'typescript';
import type { Skill } from '../../models.ts';
import type { Edit, Source } from '../source.ts';

/** A kind of mistake that shows in the shape of the code. */
export interface Defect {
  /** The weakest skill that sees it. */
  readonly needs: Skill;
  readonly severity: 'error' | 'warning' | 'info';
  find(source: Source): Sighting[];
}

export interface Sighting {
  readonly node: ts.Node;
  readonly message: string;
  /** The right fix; empty if none stays within the target. */
  readonly fix: readonly Edit[];
  /** The plausible but wrong fix of a model that sees the symptom but not the cause. */
  readonly mistakes?: Partial<Record<Skill, readonly Edit[]>>;
}
