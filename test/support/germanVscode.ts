// What a test gets for `vscode` in German: the texts of the German bundle.
import { readFileSync } from 'node:fs';
import { inEnglish } from '../../src/routing/say.ts';

export const germanTexts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('../../l10n/bundle.l10n.de.json', import.meta.url), 'utf8'),
);

export const l10n = {
  bundle: germanTexts,
  t: (text: string, ...values: readonly (string | number)[]): string =>
    inEnglish(germanTexts[text] ?? text, ...values),
};
export const env = { language: 'de' };
export { workspace } from './plainVscode.ts';
