/** A step cannot go on. The message says what is wrong and what to do; its step shows it. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/** A step inside has failed or was cancelled, and its own event already says so. */
export class InnerFailure extends Error {}
