import { registerHooks } from 'node:module';

const url = new URL('plainVscode.ts', import.meta.url).href;

/** What node loads for `vscode` in the unit tests that share a process. */
export const plainVscode = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url, shortCircuit: true } : next(specifier, context),
});
