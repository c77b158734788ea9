import * as vscode from 'vscode';
import type { Input } from '../../execution/workflow/definition.ts';
import { shownPath } from '../platform/workspacePaths.ts';

type Value = string | number | boolean;

/** Asks for a workflow's inputs one after the other; undefined when the developer cancels. */
export async function askInputs(
  title: string,
  inputs: readonly Input[],
): Promise<Record<string, Value> | undefined> {
  const given: Record<string, Value> = {};
  for (const [index, input] of inputs.entries()) {
    const step =
      inputs.length > 1 ? ` ${vscode.l10n.t('({0} of {1})', index + 1, inputs.length)}` : '';
    const value = await askInput(`${title}${step}`, input);
    if (value === undefined) return undefined;
    given[input.name] = value;
  }
  return given;
}

async function askInput(title: string, input: Input): Promise<Value | undefined> {
  const { type, ask, choices = [] } = input;
  switch (type) {
    case 'choice':
      return pick(title, ask, sorted(choices, input.default));
    case 'boolean': {
      const [yes, no] = [vscode.l10n.t('Yes'), vscode.l10n.t('No')];
      const answer = await pick(title, ask, input.default === true ? [yes, no] : [no, yes]);
      return answer === undefined ? undefined : answer === yes;
    }
    case 'file':
      return askFile(title, input);
    case 'number': {
      const answer = await askText(title, input, (text) =>
        text.trim() !== '' && Number.isFinite(Number(text))
          ? undefined
          : vscode.l10n.t('Write a number.'),
      );
      return answer === undefined ? undefined : Number(answer);
    }
    case 'text':
      return askText(title, input, (text) =>
        text.trim() === '' && input.default !== '' ? vscode.l10n.t('Write some text.') : undefined,
      );
  }
}

function askText(
  title: string,
  { ask, default: present = '' }: Input,
  validateInput: (text: string) => string | undefined,
): Thenable<string | undefined> {
  const value = String(present);
  return vscode.window.showInputBox({
    title,
    prompt: ask,
    value,
    ignoreFocusOut: true,
    validateInput,
  });
}

async function askFile(
  title: string,
  { ask, default: present }: Input,
): Promise<string | undefined> {
  const uris = await vscode.workspace.findFiles('**/*', '**/{node_modules,.git}/**', 5000);
  const paths = uris.map(shownPath).toSorted(codeFirst);
  return pick(title, ask, sorted(paths, present ?? activeCodePath()));
}

/** By name, but files of folders such as `.github` come last: few workflows are about them. */
function codeFirst(one: string, other: string): number {
  const isHidden = (path: string) => /(?:^|\/)\./.test(path);
  return Number(isHidden(one)) - Number(isHidden(other)) || (one < other ? -1 : 1);
}

function pick(title: string, ask: string, rows: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showQuickPick([...rows], { title, placeHolder: ask, ignoreFocusOut: true });
}

/** Puts the likely row first, so that Enter takes it. */
function sorted(rows: readonly string[], first: Value | undefined): string[] {
  return rows.toSorted((a, b) => Number(b === first) - Number(a === first));
}

/** The path of the file in the active editor; undefined when it is not a file of the workspace. */
function activeCodePath(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && vscode.workspace.getWorkspaceFolder(uri) ? shownPath(uri) : undefined;
}
