/*
 * What goes on after a result is loaded when there is something to watch: the watcher with the first
 * evaluation of a workspace, the notice when an experiment is over.
 */
export const openWatcher = () => import('./watcher.ts');
export const openExperimentNotice = () => import('./experimentNotice.ts');
export const openExperiments = () => import('./showExperiments.ts');
export const openWatchedFolders = () => import('./folders.ts');
