/** The chart is drawn after the figures are there. */
export const openChart = () => import('./chart.ts');
