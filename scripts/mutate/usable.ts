import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { type Mutant, mutated } from './mutant.ts';

/** Tells whether a mutant compiles and differs from the original program. */
export function usableIn(root: string, files: readonly string[]): (mutant: Mutant) => boolean {
  const compiles = compilerOf(root, files);
  return (mutant) => {
    const text = readFileSync(join(root, mutant.file), 'utf8');
    const changed = mutated(text, mutant);
    return programOf(text) !== programOf(changed) && compiles(mutant.file, changed);
  };
}

/** The program without types, comments and layout, after an optimizer. */
function programOf(text: string): string {
  try {
    const options = { minifySyntax: true, minifyWhitespace: true, logLevel: 'silent' } as const;
    return transformSync(text, { loader: 'ts', target: 'es2024', ...options }).code;
  } catch {
    return '';
  }
}

function compilerOf(root: string, files: readonly string[]) {
  const changed = new Map<string, string>();
  let version = 0;
  const service = ts.createLanguageService({
    getCompilationSettings: () => optionsOf(root),
    getScriptFileNames: () => files.map((file) => resolve(root, file)),
    getScriptVersion: (path) => (changed.has(path) ? `${version}` : 'disk'),
    getScriptSnapshot(path) {
      const text = changed.get(path) ?? ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return (file: string, text: string): boolean => {
    const path = resolve(root, file);
    version += 1;
    changed.clear();
    changed.set(path, text);
    const problems = [service.getSyntacticDiagnostics(path), service.getSemanticDiagnostics(path)];
    return problems.flat().length === 0;
  };
}

function optionsOf(root: string): ts.CompilerOptions {
  const path = join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  // Unused or unreachable code in a mutant is no compile error.
  const lenient = { noUnusedLocals: false, noUnusedParameters: false, allowUnreachableCode: true };
  const { options } = ts.convertCompilerOptionsFromJson(config?.compilerOptions ?? {}, root);
  return { ...options, ...lenient };
}
