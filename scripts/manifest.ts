import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The languages in which package.json speaks. English also stands in where VS Code has another one. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** The texts of package.json in one language, by key. */
export function manifestTexts(root: string, language: Language): Record<string, string> {
  const file = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** package.json as VS Code reads it in a language: with the texts that its keys stand for. */
export function readManifest(root: string, language: Language = 'en') {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return withTexts(manifest, manifestTexts(root, language));
}

/** The same value with a text for each `%key%`. Throws for a key without a text. */
export function withTexts<T>(value: T, texts: Readonly<Record<string, string>>): T {
  if (typeof value === 'string') return textOf(value, texts) as T;
  if (Array.isArray(value)) return value.map((each) => withTexts(each, texts)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, withTexts(part, texts)]),
  ) as T;
}

/** The key that a string of package.json stands for, if it stands for one. */
export function keyIn(text: string): string | undefined {
  return /^%(.+)%$/.exec(text)?.[1];
}

function textOf(text: string, texts: Readonly<Record<string, string>>): string {
  const key = keyIn(text);
  if (key === undefined) return text;
  const found = texts[key];
  if (found === undefined) throw new Error(`package.nls.json has no text for ${key}.`);
  return found;
}
