/** Old names in settings are rewritten when there are some. */
export const openRenames = () => import('./offerRewrite.ts');
