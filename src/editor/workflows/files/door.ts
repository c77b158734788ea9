/** The language of workflows is loaded when the tree is shown or the repository has some. */
export const openWorkflowReader = () => import('./readWorkflows.ts');
