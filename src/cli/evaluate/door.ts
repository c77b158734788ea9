/** What runs evaluations, with the providers' SDKs, is loaded only when it is asked for. */
export const openEvaluator = () => import('./evaluateFiles.ts');

/** The worker of the text gates, which runs on an older Node once that is filled in. */
export const openGateWorker = () => import('../../execution/gates/gateWorker.ts');
