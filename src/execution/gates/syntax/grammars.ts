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
  'cuda-cpp': 'cpp',
  // Nearly all of C is C++; what is not is known to newerSyntax.ts.
  c: 'cpp',
  ruby: 'ruby',
  php: 'php',
  shellscript: 'bash',
  powershell: 'powershell',
  css: 'css',
};

export interface Grammars {
  /** Undefined for a language without a grammar. Rejects when its grammar cannot be loaded. */
  parserFor(language: string): Promise<Parser> | undefined;
  dispose(): void;
}

/**
 * Tree-sitter parsers, each loaded on first use. The folder holds tree-sitter.wasm and
 * tree-sitter-<name>.wasm, plain or compressed with `.br` at the end of the name.
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
      const loaded = parsers.get(name);
      if (loaded) return loaded;
      const loading = load(name);
      parsers.set(name, loading);
      loading.catch(() => parsers.delete(name));
      return loading;
    },
    dispose() {
      for (const parser of parsers.values()) parser.then((each) => each.delete()).catch(() => {});
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
