/*
 * Tasks are decided, run and shown here. The runner, and the classifier with its weights, are loaded
 * for the first task: most windows open without one.
 */
export const openTaskRunner = () => import('./taskRunner.ts');
export const openClassifier = () => import('./classifier.ts');
export const openSecondOpinion = () => import('./secondOpinion.ts');
export const openDryRun = () => import('./dryRun.ts');
export const openShadowPlan = () => import('./shadowPlan.ts');
