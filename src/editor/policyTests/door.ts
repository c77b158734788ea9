/* Tests of policies are loaded in a window whose folders have some. */
export const openPolicyTests = () => import('./policyTests.ts');
