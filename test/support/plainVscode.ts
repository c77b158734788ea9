// What unit tests get for `vscode` when they put nothing in its place: texts, in English.
export { l10n } from './l10n.ts';
