import { keyIn } from '../../scripts/manifest.ts';

export type Texts = Readonly<Record<string, string>>;

/** What is wrong with the texts of one language beside the English ones, one sentence each. */
export function translationProblems(english: Texts, other: Texts): string[] {
  const missing = Object.keys(english).filter((key) => !other[key]?.trim());
  const extra = Object.keys(other).filter((key) => !(key in english));
  const both = Object.entries(english).filter(([key]) => other[key]?.trim());
  return [
    ...missing.map((key) => `${key} is missing`),
    ...extra.map((key) => `${key} is in no English text`),
    ...both.flatMap(([key, text]) => fixedProblems(key, text, other[key]!)),
  ];
}

/** What a translation leaves as it is. */
const fixed = [
  ['placeholders', /\{\w+\}/g],
  ['links', /\]\([^)]+\)|\bhttps?:\/\/[^\s)"`]+|`#[^`]+#`/g],
  ['code', /`[^`]+`/g],
] as const;

function fixedProblems(key: string, english: string, other: string): string[] {
  const found = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).toSorted().join(' ');
  return fixed.flatMap(([what, pattern]) => {
    const [one, two] = [found(english, pattern), found(other, pattern)];
    return one === two ? [] : [`${key} has other ${what}: ${two || 'none'} for ${one || 'none'}`];
  });
}

/** What the fields are called in which package.json speaks to people. */
const spoken =
  /^(?:title|shortTitle|category|label|displayName|fullName|description|userDescription|altText|contextualTitle|deprecationMessage|markdownDescription|markdownDeprecationMessage|errorMessage|enumDescriptions|markdownEnumDescriptions|enumItemLabels)$/;

/** The texts in a manifest that are in every language alike: names. */
const names: ReadonlySet<string> = new Set(['Tierwise']);

/**
 * The places of texts for people that are no keys. `isMade` says of a place, such as `contributes.views[0].name`,
 * whether the build writes what is in it.
 */
export function untranslated(
  value: unknown,
  isMade: (place: string, value: unknown) => boolean,
  place = '',
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const inner = place === '' ? key : `${place}.${key}`;
    if (isMade(inner, part)) return [];
    const texts = spoken.test(key) || isViewName(inner) ? [part].flat() : [];
    const bare = texts.filter(
      (text) => typeof text === 'string' && keyIn(text) === undefined && !names.has(text),
    );
    return [
      ...bare.map((text) => `${inner}: ${String(text)}`),
      ...untranslated(part, isMade, inner),
    ];
  });
}

function isViewName(place: string): boolean {
  return /^contributes\.views\.\w+\.\d+\.name$/.test(place);
}

/** The keys that a manifest uses, each once. */
export function keysIn(value: unknown): string[] {
  if (typeof value === 'string') return [keyIn(value) ?? []].flat();
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(keysIn))];
}
