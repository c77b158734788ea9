// Few windows ever add a provider, so its presets, questions and edits are loaded by the command.
export const openAddProvider = () => import('./addProvider.ts');
