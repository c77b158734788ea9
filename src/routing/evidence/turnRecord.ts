import type { TurnKind } from '../turns/turn.ts';
import type { RungKey } from './evidence.ts';

/** How the turns of one kind went on one rung. Both counts are weights: old turns count for less. */
export interface TurnRecord {
  readonly turn: TurnKind | 'side';
  readonly rung: RungKey;
  readonly tries: number;
  /** What the turn asked for worked: its tools ran, and its edits passed what was run on them. */
  readonly worked: number;
  /** How many of the newest 30 turns of this kind the rung did. */
  readonly newest?: number;
}
