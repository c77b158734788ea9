/* What commands do is loaded with the first one: a window that only opens needs no more than their names. */
export const openHandlers = () => import('./handlers.ts');
