/* A replay is loaded for the first one; it reads the ledger and decides in a thread of its own. */
export const openReplay = () => import('./showReplay.ts');
