/** What runs evaluations, with the providers' SDKs, is loaded only when it is asked for. */
export const openEvaluator = () => import('./evaluateFiles.ts');
