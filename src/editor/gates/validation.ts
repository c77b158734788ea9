import type * as vscode from 'vscode';
import { appliedSetting } from '../platform/setting.ts';

const typeScript = ['js/ts.validate.enabled', 'typescript.validate.enable'];
const javaScript = ['js/ts.validate.enabled', 'javascript.validate.enable'];

/** VS Code's settings that switch the checks of a language off. Of several names the first that is written counts. */
const switches: ReadonlyMap<string, readonly string[]> = new Map([
  ['typescript', typeScript],
  ['typescriptreact', typeScript],
  ['javascript', javaScript],
  ['javascriptreact', javaScript],
  ['css', ['css.validate']],
  ['scss', ['scss.validate']],
  ['less', ['less.validate']],
  ['json', ['json.validate.enable']],
  ['jsonc', ['json.validate.enable']],
  ['html', ['html.validate.scripts']],
]);

/** The setting that keeps VS Code from checking a file; undefined when it checks it. */
export function validationOff(language: string, file: vscode.Uri): string | undefined {
  const written = switches.get(language)?.map((key) => ({ key, value: appliedSetting(key, file) }));
  const first = written?.find(({ value }) => value !== undefined);
  return first?.value === false ? first.key : undefined;
}
