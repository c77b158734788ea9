/** The version of Anthropic's API that messages.ts and the list of models are written for. */
export const apiVersion = '2026-10-21';
