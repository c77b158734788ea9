/** What a run needs, and each page, is loaded when it is asked for. */
export const openRuns = () => import('./runEvaluations.ts');
export const openReports = () => import('./showReport.ts');
export const openPolicyChange = () => import('./applyToPolicy.ts');
