/*
 * The cost panel and the pages about spend are loaded when the first of them is shown; exports when
 * the first row is written.
 */
export const openPanelState = () => import('./panelState.ts');
export const openPanelActions = () => import('./panelActions.ts');
export const openEvidencePage = () => import('./evidencePage.ts');
export const openOtlp = () => import('../../ledger/export/sendOtlp.ts');
export const openSaveSpend = () => import('./saveSpend.ts');
