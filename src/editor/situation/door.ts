/*
 * What people write (settings, budgets, the policy file) is read with its schema, and providers are
 * made from it, when the first task or page needs them: most windows open without either.
 */
export const openSettingsReader = () => import('./readSettings.ts');
export const openPolicyReader = () => import('./policyText.ts');
export const openBudgetReader = () => import('./readBudgets.ts');
export const openBudgetParser = () => import('../../routing/budgets/parseBudgets.ts');
export const openProviderReader = () => import('../../providers/parseProviders.ts');
export const openProviders = () => import('../../providers/createProvider.ts');
export const openVscodeProvider = () => import('./vscodeProvider.ts');
export const openDiscovery = () => import('../../providers/lists/discoverModels.ts');
export const openWindowQuestions = () => import('../../providers/windows/askWindows.ts');
export const openEvidence = () => import('../../routing/evidence/gatherEvidence.ts');
export const openExperimentBook = () =>
  import('../../evaluation/watching/experiments/experimentBook.ts');
