/** Evaluations are loaded when the workspace has some: most windows open without one. */
export const openExplorer = () => import('./explorer.ts');
