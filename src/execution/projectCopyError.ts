/** A copy cannot be made or written; the message is for people and says what to do. */
export class ProjectCopyError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ProjectCopyError';
  }
}
