/*
 * What an evaluation may hold, so that it is read and checked while somebody types. All figures are chosen
 * by judgement, far above what people use: 50 to 500 fixtures are usual.
 */
export const evaluationLimits = {
  /** Fixtures of one evaluation, wherever they are written. */
  fixtures: 2_000,
  candidates: 20,
  /** Scorers of one list. */
  scorers: 20,
  /** Characters of a JSON Lines file. */
  characters: 20_000_000,
  /** Characters of one of its lines. */
  lineLength: 500_000,
  /** Characters of an id, a tag or a label. */
  nameLength: 200,
  /** Problems that are shown of one file. */
  problems: 100,
} as const;
