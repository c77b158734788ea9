/*
 * Agents of VS Code and of other extensions ask Tierwise here: what is left to spend, and a question to a
 * stronger tier. Their code is loaded when an agent first calls either.
 */
export const openBudgetTool = () => import('./budgetTool.ts');
export const openAdvisorTool = () => import('./advisorTool.ts');
