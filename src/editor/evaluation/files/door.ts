/** The language of evaluations is loaded when the workspace has some, or somebody asks for them. */
export const openEvaluationReader = () => import('./readEvaluations.ts');
