/** How gates and people judge in a simulation. Shares are probabilities. */
export interface Judging {
  /** That a good answer passes the gates. */
  readonly sensitivity: ByRung;
  /** That a bad answer passes the gates. */
  readonly falseAccept: ByRung;
  /** That a bad answer that passed and was taken becomes known as wrong. */
  readonly feedback: number;
  /** How many further tasks are played before that is known; none unless given. */
  readonly delay?: number;
  /**
   * The share of tasks on which one draw decides whether the gates err, whichever rung answered. On the
   * others each rung has a draw of its own. 0 unless given.
   */
  readonly correlation?: number;
  /** How many tasks in a row have that one draw in common; 1 unless given. */
  readonly stretch?: number;
}

/** One for all rungs, or one for each. */
export type ByRung = number | readonly number[];

/** An answer before the gates judged it. */
export interface Draft {
  readonly good: boolean;
  readonly nanoUsd: number;
  /** The gates err where this is below the probability of their error. */
  readonly gateDraw: number;
  /** A wrong answer becomes known where this is below the feedback. */
  readonly feedbackDraw: number;
}

/** A rung's answer to a task, were it asked. */
export interface Answer {
  readonly good: boolean;
  readonly passed: boolean;
  /** Were it taken: whether it becomes known as wrong. */
  readonly foundWrong: boolean;
  readonly nanoUsd: number;
}

export function judge(draft: Draft, rung: number, judging: Judging): Answer {
  const { good, nanoUsd, gateDraw, feedbackDraw } = draft;
  const { sensitivity, falseAccept, feedback } = judging;
  const isError = gateDraw < (good ? 1 - forRung(sensitivity, rung) : forRung(falseAccept, rung));
  const passed = good !== isError;
  return { good, passed, foundWrong: !good && passed && feedbackDraw < feedback, nanoUsd };
}

function forRung(shares: ByRung, rung: number): number {
  return typeof shares === 'number' ? shares : shares[rung]!;
}

/** The draw that all rungs of a task have in common; undefined where each has its own. */
export function commonGateDraws(
  tasks: number,
  { correlation = 0, stretch = 1 }: Judging,
  random: () => number,
): (number | undefined)[] {
  if (correlation === 0) return Array.from({ length: tasks }, () => undefined);
  let common = 0;
  return Array.from({ length: tasks }, (_, place) => {
    if (place % stretch === 0) common = random();
    return random() < correlation ? common : undefined;
  });
}
