/*
 * Cases for evaluations are made of answers and runs here. Nothing of it is loaded before a command asks for
 * it, or before the developer's own collection takes its next sample.
 */
export const openAddToEvaluation = () => import('./addToEvaluation.ts');
export const openNewEvaluation = () => import('./newEvaluation.ts');
export const openImportFile = () => import('./importFile.ts');
export const openSampling = () => import('./sampling.ts');
export const openCollectionCommands = () => import('./collectionCommands.ts');
export const openCollectedFiles = () => import('../../../evaluation/collect/collected.ts');
