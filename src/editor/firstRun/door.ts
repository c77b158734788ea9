/* What only the first run needs is loaded when it is asked for. */
export const openShowReady = () => import('./showReady.ts');
