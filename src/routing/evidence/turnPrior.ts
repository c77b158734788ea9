import type { TurnKind } from '../turns/turn.ts';

/**
 * What is assumed of each kind of turn before there is evidence, whatever the rung: the share of turns that
 * work. Set by judgement on 2026-11-29: tools mostly run, edits mostly pass what is run on them, and what
 * failed once fails again more often. No measurement of others is used: they count solved tasks, not turns.
 */
export const turnPrior: {
  readonly date: string;
  /** The assumption counts as much as this many turns. */
  readonly tries: number;
  readonly works: Readonly<Record<TurnKind, number>>;
} = {
  date: '2026-11-29',
  tries: 6,
  works: { plan: 0.95, read: 0.97, choose: 0.95, edit: 0.9, repair: 0.75, answer: 0.9 },
};
