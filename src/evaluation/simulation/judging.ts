/** How gates and people judge in a simulation. Shares are probabilities. */
export interface Judging {
  /** The probability that a good answer passes the gates. */
  readonly sensitivity: ByRung;
  /** The probability that a bad answer passes the gates. */
  readonly falseAccept: ByRung;
  /** The probability that a bad answer that was taken is found to be wrong. */
  readonly feedback: number;
  /** How many further tasks are played before it is found; 0 by default. */
  readonly delay?: number;
  /**
   * The share of tasks on which one draw decides for all rungs whether the gates err. On the other tasks
   * each rung has its own draw. 0 by default.
   */
  readonly correlation?: number;
  /** How many consecutive tasks share that draw; 1 by default. */
  readonly stretch?: number;
}

/** One value for all rungs, or one for each rung. */
export type ByRung = number | readonly number[];

/** An answer before the gates check it. */
export interface Draft {
  readonly good: boolean;
  readonly nanoUsd: number;
  /** The gates err when this is below the probability of their error. */
  readonly gateDraw: number;
  /** A wrong answer is found when this is below `feedback`. */
  readonly feedbackDraw: number;
}

/** The answer that a rung would give to a task. */
export interface Answer {
  readonly good: boolean;
  readonly passed: boolean;
  /** Whether it would be found to be wrong if it were taken. */
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

/** For each task, the draw that all rungs share; undefined when each rung has its own. */
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
