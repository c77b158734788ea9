/*
 * VS Code's own chat and agent mode ask Tierwise here: the participant `@tierwise`, and the router as
 * models. Their code is loaded when VS Code first asks for either.
 */
export const openParticipant = () => import('./participant.ts');
export const openReviewEdits = () => import('./edits/reviewEdits.ts');
export const openChatModels = () => import('./chatModels.ts');
export const openExtensionCaps = () => import('./extensionCaps.ts');
