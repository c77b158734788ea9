/** The page of the routing in force, and its tester, are loaded when they are asked for. */
export const openExplain = () => import('./explainRouting.ts');
