import { createCallGates } from '../../src/execution/gates/toolCall/callGates.ts';
import type { CheckedFile, ReadFile } from '../../src/execution/gates/toolCall/editedFiles.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import { createSyntaxGate } from '../../src/execution/gates/syntax/syntax.ts';

/** Files in memory, by path; `.env` is one that may not be read. */
function readerOf(files: Readonly<Record<string, string>>): ReadFile {
  return async (written): Promise<CheckedFile> => {
    const path = written.replace(/^\/w\//, '');
    if (path.endsWith('.env')) return { kind: 'unreadable', why: `“${path}” is private.` };
    const text = files[path];
    const place = { path, identity: path };
    return text === undefined ? { kind: 'missing', ...place } : { kind: 'text', ...place, text };
  };
}

/** The gates of tool calls on files in memory, with the real syntax gate; the caller disposes it. */
export function callGatesOn(files: Readonly<Record<string, string>>): {
  readonly gates: readonly Gate[];
  dispose(): void;
} {
  const grammarsFolder = new URL('./', import.meta.resolve('@vscode/tree-sitter-wasm'));
  const syntax = createSyntaxGate({ grammarsFolder });
  return {
    gates: createCallGates({ read: readerOf(files), syntax }),
    dispose: () => syntax.dispose(),
  };
}

/** A pattern as it is; a text as a pattern that nothing else matches. */
export function asPattern(expected: string | RegExp): RegExp {
  if (typeof expected !== 'string') return expected;
  return new RegExp(`^${expected.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}
