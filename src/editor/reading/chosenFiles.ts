import * as vscode from 'vscode';

/**
 * The files that the developer chose for one request: what is selected, attached, or belongs to it. They are
 * remembered, so that `confirmSending` can ask about them before their text is sent.
 */
export interface ChosenFiles {
  readonly uris: readonly vscode.Uri[];
  /** Remembers a document that is open. */
  use(document: vscode.TextDocument): vscode.TextDocument;
  /** Opens a file. Rejects as VS Code does when it is not a text. */
  open(uri: vscode.Uri): Promise<vscode.TextDocument>;
  /** Reads a file that is not a text, such as a picture. */
  bytes(uri: vscode.Uri): Promise<Uint8Array>;
}

export function chosenFiles(): ChosenFiles {
  const uris = new Map<string, vscode.Uri>();
  const remember = (uri: vscode.Uri) => void uris.set(uri.toString(), uri);
  return {
    get uris() {
      return [...uris.values()];
    },
    use(document) {
      remember(document.uri);
      return document;
    },
    async open(uri) {
      remember(uri);
      return vscode.workspace.openTextDocument(uri);
    },
    async bytes(uri) {
      remember(uri);
      return vscode.workspace.fs.readFile(uri);
    },
  };
}
