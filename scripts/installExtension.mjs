// npm run install-extension [-- --editor <command>]: builds the package and installs it into the editor that you use.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from './main.mjs';
import { ensurePackage, vsix } from './package.mjs';
import { run } from './processes.mjs';
import { ensureTools } from './tools.mjs';

/** Commands of VS Code and of editors made from it, in the order in which they are looked for. */
const editors = ['code', 'code-insiders', 'codium', 'cursor', 'windsurf'];

main(async () => {
  const { values } = parseArgs({ options: { editor: { type: 'string' } } });
  const editor = values.editor ?? editors.find(isOnPath);
  await ensurePackage(await ensureTools());
  const byHand = `Open your editor, run “Extensions: Install from VSIX…” and choose ${vsix}.`;
  if (editor === undefined) {
    throw new Error(
      `None of ${editors.join(', ')} is on your PATH. Name your editor’s command with \`npm run install-extension -- --editor <command>\`. Or: ${byHand}`,
    );
  }
  const code = await run(editor, ['--install-extension', vsix, '--force'], {}).catch(() => 1);
  if (code !== 0) throw new Error(`${editor} did not install it. ${byHand}`);
  console.log(`Tierwise is installed. In ${editor}, run “Tierwise: Get Started”.`);
});

/** @param {string} command */
function isOnPath(command) {
  const name = process.platform === 'win32' ? `${command}.cmd` : command;
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
