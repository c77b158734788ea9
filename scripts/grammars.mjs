import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** The tree-sitter runtime and the grammars of the languages that the syntax gate checks. */
const names = [
  'tree-sitter',
  'bash',
  'c-sharp',
  'cpp',
  'css',
  'go',
  'java',
  'javascript',
  'php',
  'powershell',
  'python',
  'ruby',
  'rust',
  'tsx',
  'typescript',
].map((name) => (name === 'tree-sitter' ? name : `tree-sitter-${name}`));

/**
 * Writes the grammars, compressed to a fifteenth of their size, into a folder.
 * @param {string} folder
 */
export function writeGrammars(folder) {
  const require = createRequire(import.meta.url);
  const source = dirname(require.resolve('@vscode/tree-sitter-wasm'));
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const target = join(folder, `${name}.wasm.br`);
    if (existsSync(target)) continue;
    const wasm = readFileSync(join(source, `${name}.wasm`));
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length,
    };
    writeFileSync(target, brotliCompressSync(wasm, { params }));
  }
}
