/*
 * Gates judge an answer. Their code, grammars and copies of the project are loaded when the first
 * answer is judged: most windows open without one.
 */
export const openCallGates = () => import('./callGates.ts');
export const openGateKit = () => import('./gateKit.ts');
export const openShadowGates = () => import('./shadowGates.ts');
export const openTextGates = () => import('./textGates.ts');
