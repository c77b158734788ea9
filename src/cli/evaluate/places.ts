/*
 * Where the parts lie that are no part of the program's own file: beside it in `dist`, or in the repository
 * when it runs from its sources.
 */

const here = import.meta.url;
const isBuilt = !here.endsWith('/src/cli/evaluate/places.ts');

/** Checks what text gates look at; it works on an older Node as well. */
export const gateWorkerUrl = new URL(isBuilt ? './cliGateWorker.js' : './cliGateWorker.ts', here);

export const tokenWorkerUrl = new URL(
  isBuilt ? './tokenWorker.js' : '../../execution/attempt/tokenWorker.ts',
  here,
);

/** The grammars of the syntax gate, which the build makes. */
export const grammarsFolder = new URL(isBuilt ? './grammars/' : '../../../dist/grammars/', here);

/** The workflows that come with Tierwise. */
export const shippedWorkflows = new URL(isBuilt ? '../workflows/' : '../../../workflows/', here);
