// What unit tests get for `vscode` when they put nothing in its place: texts, in English, and no settings.
export { l10n } from './l10n.ts';
export const workspace = { getConfiguration: () => ({ inspect: () => undefined }) };
