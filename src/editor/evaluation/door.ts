/*
 * Evaluations are loaded when the workspace has some: most windows open without one. Each page, and what a run
 * needs, comes when it is asked for.
 */
export const openExplorer = () => import('./explorer.ts');
export const openRuns = () => import('./runEvaluations.ts');
export const openReports = () => import('./showReport.ts');
export const openPolicyChange = () => import('./applyToPolicy.ts');
