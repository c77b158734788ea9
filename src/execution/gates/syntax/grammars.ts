import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { Parser } from '@vscode/tree-sitter-wasm';

/** Grammars by VS Code language id. */
const grammarNames: Readonly<Record<string, string>> = {
  typescript: 'typescript',
  typescriptreact: 'tsx',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  python: 'python',
  go: 'go',
  rust: 'rust',
  java: 'java',
  csharp: 'c-sharp',
  cpp: 'cpp',
  ruby: 'ruby',
  php: 'php',
  shellscript: 'bash',
  css: 'css',
};

export interface Grammars {
  /** Undefined for a language without a grammar. Rejects when the grammar cannot be loaded. */
  parserFor(language: string): Promise<Parser> | undefined;
  dispose(): void;
}

/**
 * Parsers of tree-sitter, each loaded on first use. The folder has tree-sitter.wasm and
 * tree-sitter-<name>.wasm, as they are or with .br behind their names.
 */
export function createGrammars(folder: URL | string): Grammars {
  const path = typeof folder === 'string' ? folder : fileURLToPath(folder);
  const parsers = new Map<string, Promise<Parser>>();

  async function load(name: string): Promise<Parser> {
    const [{ default: treeSitter }, wasmBinary, grammar] = await Promise.all([
      import('@vscode/tree-sitter-wasm'),
      readWasm(join(path, 'tree-sitter.wasm')),
      readWasm(join(path, `tree-sitter-${name}.wasm`)),
    ]);
    const options = { locateFile: (file: string) => join(path, file), wasmBinary };
    await treeSitter.Parser.init(options);
    const language = await treeSitter.Language.load(grammar);
    return new treeSitter.Parser().setLanguage(language);
  }

  return {
    parserFor(language) {
      const name = Object.hasOwn(grammarNames, language) ? grammarNames[language] : undefined;
      if (name === undefined) return undefined;
      const known = parsers.get(name);
      if (known) return known;
      const loading = load(name);
      parsers.set(name, loading);
      loading.catch(() => parsers.delete(name));
      return loading;
    },
    dispose() {
      for (const parser of parsers.values())
        parser.then((loaded) => loaded.delete()).catch(() => {});
      parsers.clear();
    },
  };
}

async function readWasm(path: string): Promise<Uint8Array> {
  try {
    return await promisify(brotliDecompress)(await readFile(`${path}.br`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return readFile(path);
  }
}
