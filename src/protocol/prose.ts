/** Host to webview: the whole text anew, already rendered to inert HTML. */
export interface ProseHostMessage {
  readonly kind: 'prose';
  /** One line on who answered, what it cost and why. */
  readonly status: string;
  readonly html: string;
  readonly running: boolean;
}

/** Webview to host. */
export interface ProseViewMessage {
  readonly kind: 'ready';
}
