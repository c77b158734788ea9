/** A file that the developer attached to a request. */
export interface Attachment {
  readonly path: string;
  /** The attached lines, 1-based and inclusive; omitted when the whole file or unknown lines are attached. */
  readonly range?: { readonly startLine: number; readonly endLine: number };
}
