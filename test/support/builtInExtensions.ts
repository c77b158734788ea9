import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tools } from '../../scripts/tools.mjs';

/**
 * VS Code's own extensions that no test needs. Each of them that runs costs every window some time; the
 * largest asks for a sign-in that no test has.
 */
const unneeded = new Set([
  'copilot',
  'debug-auto-launch',
  'debug-server-ready',
  'emmet',
  'extension-editing',
  'github',
  'github-authentication',
  'grunt',
  'gulp',
  'jake',
  'media-preview',
  'merge-conflict',
  'mermaid-markdown-features',
  'microsoft-authentication',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'notebook-renderers',
  'npm',
  'php-language-features',
  'simple-browser',
  'terminal-suggest',
  'tunnel-forwarding',
]);

/** Makes a folder with VS Code's own extensions, without those that no test needs. */
export function builtInExtensionsIn(folder: string, tools: Tools): string {
  const own = join(dirname(tools.codeServer), '..', '..', 'lib', 'vscode', 'extensions');
  mkdirSync(folder);
  for (const name of readdirSync(own)) {
    if (!unneeded.has(name)) symlinkSync(join(own, name), join(folder, name), 'junction');
  }
  return folder;
}
