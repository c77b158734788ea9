import * as vscode from 'vscode';
import type { FileKind, PromptContext } from '../../routing/classify/promptContext.ts';
import { gitOf } from './gitOf.ts';
import { insidePath } from '../platform/workspacePaths.ts';
import type { Target } from './taskFromEditor.ts';

/** What the editor knows about the place where a question is asked. */
export function promptContext({ document, range }: Target): PromptContext {
  const diagnostics = vscode.languages
    .getDiagnostics(document.uri)
    .filter((each) => each.range.intersection(range));
  const git = gitOf(document.uri);
  return {
    selectionLines: range.end.line - range.start.line + 1,
    language: document.languageId,
    diagnosticsUnderCursor: diagnostics.length,
    fileKind: fileKind(insidePath(document.uri)),
    ...(git && { git }),
  };
}

const kinds: readonly (readonly [FileKind, RegExp])[] = [
  ['test', /(^|\/)(tests?|__tests__|spec)\/|[._-](test|spec)\.[^/]+$/i],
  ['docs', /(^|\/)docs?\/|\.(md|mdx|rst|adoc|txt)$/i],
  ['config', /(^|\/)\.[^/]+$|\.(json|jsonc|ya?ml|toml|ini|cfg|conf|env)$|(^|\/)Dockerfile$/i],
];

function fileKind(path: string): FileKind {
  return kinds.find(([, pattern]) => pattern.test(path))?.[0] ?? 'source';
}
