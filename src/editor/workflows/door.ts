/*
 * Workflows are listed in a tree, run step by step and shown as they run. The runner is loaded for the
 * first run, and each page when it is asked for.
 */
export const openRunner = () => import('./workflowRunner.ts');
export const openMoveToTier = () => import('./pages/moveToTier.ts');
export const openWhatIf = () => import('./pages/showWhatIf.ts');
