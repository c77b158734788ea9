import type { Cascade, Choice } from '../decision.ts';
import { type Effort, nearestEffort } from '../models/model.ts';

/** One step of a cascade. */
export interface Try {
  readonly choice: Choice;
  /** How it differs from the try before. */
  readonly how: 'first' | 'retry' | 'effort' | 'climb';
}

const raised: Effort = 'high';
const below: readonly (Effort | undefined)[] = [undefined, 'none', 'minimal', 'low', 'medium'];

/**
 * Lists the tries of a cascade in order: each rung once, then, where the plan allows it, again with the
 * gates' findings and again with more effort, then the next rung. Its caps may end it earlier.
 */
export function triesOf({
  ladder,
  retry,
  raiseEffort,
}: Pick<Cascade, 'ladder' | 'retry' | 'raiseEffort'>): Try[] {
  return ladder.flatMap((choice, index): Try[] => {
    const thinking = raiseEffort ? harder(choice) : undefined;
    return [
      { choice, how: index === 0 ? 'first' : 'climb' },
      ...(retry ? [{ choice, how: 'retry' } as const] : []),
      ...(thinking ? [{ choice: thinking, how: 'effort' } as const] : []),
    ];
  });
}

/** The same choice with more effort; undefined when the model cannot, or already has it. */
export function harder(choice: Choice): Choice | undefined {
  const { capabilities, efforts } = choice.model;
  const asked = nearestEffort(raised, efforts);
  if (!capabilities.reasoning || asked === undefined || below.includes(asked)) return undefined;
  if (!below.includes(choice.effort)) return undefined;
  // A fallback model may not support efforts.
  const { fallbacks: _, ...rest } = choice;
  return { ...rest, effort: raised };
}
