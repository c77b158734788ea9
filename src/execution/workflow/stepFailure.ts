/** A step cannot go on. The message says what is wrong and what to do; it is told once, at its step. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
}

/** A step inside has failed, or was cancelled, and has said so. */
export class InnerFailure extends Error {}
