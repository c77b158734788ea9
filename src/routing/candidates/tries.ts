import type { Cascade, Choice } from '../decision.ts';
import type { Effort } from '../models/model.ts';

/** One step of a cascade. */
export interface Try {
  readonly choice: Choice;
  /** What is new against the try before. */
  readonly how: 'first' | 'retry' | 'effort' | 'climb';
}

const raised: Effort = 'high';
const below: readonly (Effort | undefined)[] = [undefined, 'minimal', 'low', 'medium'];

/**
 * A cascade step by step: each rung once; then again with what the gate saw, and thinking harder,
 * where the plan allows it; then the next rung. Its caps may end it earlier.
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

/** The same model thinking harder; undefined when it cannot, or does already. */
export function harder(choice: Choice): Choice | undefined {
  if (!choice.model.capabilities.reasoning || !below.includes(choice.effort)) return undefined;
  // A stand-in may not know efforts.
  const { fallbacks: _, ...rest } = choice;
  return { ...rest, effort: raised };
}
