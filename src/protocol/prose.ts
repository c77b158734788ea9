/** Host to webview: the whole text again, already rendered to inert HTML. */
export interface ProseHostMessage {
  readonly kind: 'prose';
  /** One line: which model answered, why, and at what cost. */
  readonly status: string;
  readonly html: string;
  readonly running: boolean;
}

/** Webview to host. */
export interface ProseViewMessage {
  readonly kind: 'ready';
}
