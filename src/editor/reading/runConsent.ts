import type * as vscode from 'vscode';
import { plainPath } from '../../execution/safety/privateFiles.ts';
import { confirmSending } from './confirmSending.ts';
import { isPrivateUri, notReadable, refuseHidden } from './reading.ts';

/** What a run of a workflow may read: nothing hidden, but for what the developer named and then allowed. */
export interface RunConsent {
  /**
   * Rejects with StepFailure when the run may not read a file. About a private one the developer is asked, once,
   * when it is among the inputs of the run; a path that a model or the workflow's author wrote is refused.
   */
  refuse(
    uri: vscode.Uri,
    at: { readonly path: string; readonly signal: AbortSignal },
  ): Promise<void>;
  /** Asks about the developer's own selection when it is in a private file. Rejects with StepFailure. */
  askAbout(uri: vscode.Uri, path: string): Promise<void>;
}

export function createRunConsent(
  /** The values of the run's inputs, as the developer gave them. */
  inputs: () => readonly unknown[],
  /** The models that the run may ask. */
  models: () => Promise<readonly string[]>,
): RunConsent {
  const answers = new Map<string, Promise<boolean>>();

  async function askAbout(uri: vscode.Uri, path: string): Promise<void> {
    if (!(await isPrivateUri(uri))) return;
    const key = uri.toString();
    const answer = answers.get(key) ?? models().then((names) => confirmSending([uri], names));
    answers.set(key, answer);
    if (!(await answer)) throw notReadable(path, 'private');
  }

  return {
    askAbout,
    async refuse(uri, at) {
      const named = inputs().filter((value) => typeof value === 'string');
      const isNamed = named.some((value) => plainPath(value) === plainPath(at.path));
      await (isNamed ? askAbout(uri, at.path) : refuseHidden(uri, at));
    },
  };
}
