/* What the developer reads about practice models is loaded when they ask for them. */
export const openTryPractice = () => import('./tryPractice.ts');
